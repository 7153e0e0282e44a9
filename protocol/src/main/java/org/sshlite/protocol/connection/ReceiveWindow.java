package org.sshlite.protocol.connection;

import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/**
 * How much channel data the peer may still send, RFC 4254 §5.2. Credit goes back when the
 * application has read half a window. The window grows while it is what limits the transfer: when
 * the peer has used it up although the application reads as fast as data comes, a round trip holds
 * more than the window. Loop only.
 */
final class ReceiveWindow {
  /** As OpenSSH and others: enough for 160 Mbit/s at 100 ms, before it grows. */
  static final int INITIAL = 2 * 1024 * 1024;

  /** 640 MB/s at 100 ms. */
  static final int MAXIMUM = 64 * 1024 * 1024;

  private final WindowBudget budget;
  private int size = INITIAL;
  private long open = INITIAL;
  private long consumed;
  private boolean limiting;

  ReceiveWindow(WindowBudget budget) {
    this.budget = budget;
  }

  /**
   * Debits data that came.
   *
   * @param unread bytes that the application has not read yet, these included
   */
  void received(int count, long unread) throws RefusedException {
    if (count > open) {
      throw new RefusedException(
          new Refusal.Malformed("SSH_MSG_CHANNEL_DATA", "data", "more than the window allows"));
    }
    open -= count;
    if (open < Channel.MAXIMUM_PACKET_SIZE && unread < size / 4) {
      limiting = true;
    }
  }

  /**
   * Credits data that the application has read.
   *
   * @return bytes to add by SSH_MSG_CHANNEL_WINDOW_ADJUST, or 0 to wait
   */
  long consumed(int count) {
    consumed += count;
    if (consumed < threshold()) {
      return 0;
    }
    long add = consumed + growth();
    open += add;
    consumed = 0;
    return add;
  }

  /** Bytes read at which credit is due. */
  int threshold() {
    return size / 2;
  }

  private int growth() {
    if (!limiting || size >= MAXIMUM || !budget.reserve(size)) {
      return 0;
    }
    limiting = false;
    int grown = size;
    size *= 2;
    return grown;
  }

  /** Gives back what the window grew by. */
  void close() {
    budget.release(size - INITIAL);
    size = INITIAL;
  }
}
