package org.sshlite.protocol.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all receive windows of one server or client may take together, and what is read ahead for
 * peers, beyond what each connection has of its own: it is memory that a peer can make us spend.
 * Any thread.
 */
public final class WindowBudget {
  /** Bytes, when the application names no other: eight channels at full size. */
  public static final long DEFAULT_BYTES = 512L * 1024 * 1024;

  /**
   * A part of the heap, where that is less: what else connections need is to find room beside it,
   * and what waits holds its packets' arrays, which may be half empty.
   */
  private static final int PART_OF_HEAP = 4;

  /** A part of it that each connection has besides, where that is less than usual. */
  private static final int PART_OF_ITS_OWN = 64;

  /** A part of it that no window grows into: who transfers much leaves room for who comes. */
  private static final int PART_FOR_OPENING = 4;

  /**
   * A part of it that is left to windows: what is read ahead for peers that have none comes to hold
   * no more. Smaller than the other, so that forwards read well beside windows that have grown.
   */
  private static final int PART_FOR_WINDOWS = 8;

  private final long bytes;
  private final long own;
  private final AtomicLong left;

  /**
   * @param bytes of receive window
   */
  public WindowBudget(long bytes) {
    this(bytes, ReceiveWindow.INITIAL);
  }

  private WindowBudget(long bytes, long own) {
    this.bytes = bytes;
    this.own = own;
    this.left = new AtomicLong(bytes);
  }

  /** For all connections of a server or client of this process. */
  public static WindowBudget ofThisProcess() {
    return ofHeap(Runtime.getRuntime().maxMemory());
  }

  /**
   * @param heap bytes
   */
  static WindowBudget ofHeap(long heap) {
    long bytes = Math.min(DEFAULT_BYTES, heap / PART_OF_HEAP);
    long own = Math.clamp(bytes / PART_OF_ITS_OWN, ReceiveWindow.LEAST, ReceiveWindow.INITIAL);
    return new WindowBudget(bytes, own);
  }

  /**
   * Bytes that each connection has of its own: whoever was let in has a session, or some forwards,
   * however much others transfer.
   */
  long own() {
    return own;
  }

  /**
   * @param needed how much must be left: at least what is wanted
   */
  boolean reserve(long wanted, long needed) {
    return left.getAndUpdate(value -> value >= needed ? value - wanted : value) >= needed;
  }

  /** For a window that grows. */
  boolean reserveGrowth(long wanted) {
    return reserve(wanted, wanted + bytes / PART_FOR_OPENING);
  }

  /** Whether only windows may take more. */
  boolean isShort() {
    return left.get() <= bytes / PART_FOR_WINDOWS;
  }

  /** Takes it in any case; what is left may come to be less than nothing. */
  void overdraw(long wanted) {
    left.addAndGet(-wanted);
  }

  void release(long count) {
    left.addAndGet(count);
  }
}
