package org.sshlite.protocol.connection;

import org.jspecify.annotations.Nullable;

/**
 * Which channels of a connection carry little, now and then: a terminal, a question and its answer.
 * Somebody may wait for each of their bytes, behind what others have under way. Loop only; the
 * clock is passed in.
 */
final class Neighbours {
  /** How long one is minded after its last byte: who types stops to read. */
  static final long MINDED_NANOS = 10_000_000_000L;

  /** Bytes of one or two periods that are little: some screens full. */
  static final int LITTLE = 256 * 1024;

  static final long PERIOD_NANOS = 1_000_000_000L;

  /** The two that carried little last. */
  private @Nullable Member latest;

  private @Nullable Member earlier;

  /** A channel. */
  final class Member {
    private boolean began;
    private long periodBegan;
    private long inPeriod;
    private long before;
    private boolean little;
    private long last;

    /** Data went, either way. */
    void moved(int count, long now) {
      long elapsed = now - periodBegan;
      if (!began || elapsed > PERIOD_NANOS) {
        before = elapsed > 2 * PERIOD_NANOS ? 0 : inPeriod;
        inPeriod = 0;
        began = true;
        periodBegan = now;
      }
      inPeriod += count;
      // what carries more did not carry little before: it had only begun
      little = before + inPeriod <= LITTLE;
      if (little) {
        last = now;
        if (latest != this) {
          earlier = latest;
          latest = this;
        }
      }
    }

    /** Whether another one carried little a short while ago. */
    boolean areMinded(long now) {
      Member other = latest == this ? earlier : latest;
      return other != null && other.little && now - other.last < MINDED_NANOS;
    }
  }
}
