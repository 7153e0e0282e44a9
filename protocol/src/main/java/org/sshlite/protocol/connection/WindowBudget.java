package org.sshlite.protocol.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all receive windows of one server or client may grow to together, beyond their initial
 * sizes: a window is memory that a peer can make us spend. Any thread.
 */
public final class WindowBudget {
  /** Bytes, when the application names no other: eight channels at full size. */
  public static final long DEFAULT_BYTES = 512L * 1024 * 1024;

  private final AtomicLong left;

  /**
   * @param bytes of receive window
   */
  public WindowBudget(long bytes) {
    left = new AtomicLong(bytes);
  }

  boolean reserve(long bytes) {
    return left.getAndUpdate(value -> value >= bytes ? value - bytes : value) >= bytes;
  }

  void release(long bytes) {
    left.addAndGet(bytes);
  }
}
