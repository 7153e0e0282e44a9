package org.sshlite.protocol.connection;

/**
 * How much a peer may have under way while {@link Neighbours} of a channel are minded: about what
 * the way holds, so that little of it lies in queues, which their bytes would wait behind. It is
 * found by trying: more when the peer was seen to wait, less when it was not. Loop only.
 */
final class NarrowWindow {
  /**
   * Bytes to begin with, and the least over a short way: what a way of 1 Gbit/s holds in 2 ms, one
   * of 10 in 0.2.
   */
  static final int SHORT_WAY = 256 * 1024;

  /** A round trip that is felt: what makes it shorter is worth its time. */
  private static final long FELT_NANOS = 20_000_000L;

  /** A pause that a machine makes which has something else to do. */
  private static final long OWN_PAUSE_NANOS = 2_000_000L;

  /** Parts of a round trip: that much of silence, and the way was empty. */
  private static final int SILENCE = 8;

  /** Part of it that it loses in a round trip without. */
  private static final int LESS = 8;

  private static final int ENOUGH_WAITS = 2;

  private int bytes = SHORT_WAY;
  private int waits;

  int bytes() {
    return bytes;
  }

  /**
   * A round trip is over in which others were minded.
   *
   * @param nanos from a credit to the first byte that needed it
   * @param silence the longest time meanwhile in which nothing came
   * @param arrivals how often something came meanwhile
   * @param size what the window is without this
   */
  void roundTrip(long nanos, long silence, int arrivals, int size) {
    // over a slow way packets come one by one: as far from each other as others are is no silence
    boolean waited =
        silence > OWN_PAUSE_NANOS
            && silence > nanos / SILENCE
            && 2 * silence > 3 * nanos / arrivals;
    waits = waited ? waits + 1 : 0;
    if (waits == ENOUGH_WAITS) {
      waits = 0;
      bytes = (int) Math.min(2L * bytes, Math.max(size, SHORT_WAY));
    } else if (!waited) {
      int least = nanos > FELT_NANOS ? ReceiveWindow.LEAST : SHORT_WAY;
      bytes = Math.max(Math.min(bytes, least), bytes - bytes / LESS);
    }
  }
}
