package org.sshlite.protocol.connection;

import java.util.Arrays;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/**
 * How much channel data the peer may still send, RFC 4254 §5.2. Credit goes back when the
 * application has read half a window. The window grows while it is what limits the transfer: then a
 * whole one comes and is read in each round trip. Loop only; the clock is passed in.
 */
final class ReceiveWindow {
  /** As OpenSSH and others: enough for 160 Mbit/s at 100 ms, before it grows. */
  static final int INITIAL = 2 * 1024 * 1024;

  /** 640 MB/s at 100 ms. */
  static final int MAXIMUM = 64 * 1024 * 1024;

  /** Windows in a row that went by too quickly: one may be a burst. */
  private static final int ENOUGH = 2;

  private final WindowBudget budget;
  private int size = INITIAL;
  private long open = INITIAL;
  private long consumed;
  private long received;

  /** Credit is out whose effect was not seen yet. */
  private boolean credited;

  /** How far the peer could go in all without that credit, and when it was sent. */
  private long limit;

  private long creditSent;

  /**
   * The last times from a credit to the first byte that needed it, in nanoseconds. Where the window
   * is the limit these are round trips. Where it is not, half a window takes as long.
   */
  private final long[] roundTrips = new long[8];

  /** How many were measured in all. */
  private long measured;

  /** Bytes credited since the window that is being timed began. */
  private long creditedOfWindow;

  private long windowBegan;
  private int quick;

  ReceiveWindow(WindowBudget budget) {
    this.budget = budget;
  }

  /** Debits data that came. */
  void received(int count, long now) throws RefusedException {
    if (count > open) {
      throw new RefusedException(
          new Refusal.Malformed("SSH_MSG_CHANNEL_DATA", "data", "more than the window allows"));
    }
    if (received == 0) {
      windowBegan = now;
    }
    open -= count;
    received += count;
    if (credited && received > limit) {
      credited = false;
      roundTrips[(int) (measured++ % roundTrips.length)] = now - creditSent;
    }
  }

  /**
   * Credits data that the application has read.
   *
   * @return bytes to add by SSH_MSG_CHANNEL_WINDOW_ADJUST, or 0 to wait
   */
  long consumed(int count, long now) {
    consumed += count;
    if (consumed < threshold()) {
      return 0;
    }
    timeWindow(now);
    if (!credited) {
      credited = true;
      limit = received + open;
      creditSent = now;
    }
    long add = consumed + growth();
    open += add;
    consumed = 0;
    return add;
  }

  /** The shortest of the last ones, for one may have waited for a busy machine; 0 before any. */
  private long roundTrip() {
    return Arrays.stream(roundTrips, 0, (int) Math.min(measured, roundTrips.length))
        .min()
        .orElse(0);
  }

  /**
   * A window that takes two round trips is no limit: credit for its first half is back when its
   * second half is used up. An eighth less is left for what is not measured exactly.
   */
  private void timeWindow(long now) {
    creditedOfWindow += consumed;
    if (creditedOfWindow >= size) {
      long twoRoundTrips = 2 * roundTrip();
      quick = now - windowBegan < twoRoundTrips - twoRoundTrips / 8 ? quick + 1 : 0;
      creditedOfWindow = 0;
      windowBegan = now;
    }
  }

  /** Bytes read at which credit is due. */
  int threshold() {
    return size / 2;
  }

  private int growth() {
    if (quick < ENOUGH || size >= MAXIMUM || !budget.reserve(size)) {
      return 0;
    }
    quick = 0;
    creditedOfWindow = 0;
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
