package org.sshlite.tests.endurance;

import java.util.function.LongUnaryOperator;

/** How much was done, or is to be. */
record Amount(long gibibytes, long logins, long forwards, long transfers) {
  static final Amount NONE = new Amount(0, 0, 0, 0);

  /** Arguments in this order; what is left out is a fifth of what a server is to live through. */
  static Amount of(String... arguments) {
    long[] all = {20, 20_000, 2_000, 2_000};
    for (int i = 0; i < arguments.length; i++) {
      all[i] = Long.parseLong(arguments[i]);
    }
    return new Amount(all[0], all[1], all[2], all[3]);
  }

  /** A hundredth, at least one of each. */
  Amount first() {
    return map(all -> Math.min(all, Math.max(1, all / 100)));
  }

  Amount part(int step, int steps) {
    return map(all -> all * step / steps);
  }

  /** What is missing there still. */
  Amount minus(Amount done) {
    return new Amount(
        Math.max(0, gibibytes - done.gibibytes),
        Math.max(0, logins - done.logins),
        Math.max(0, forwards - done.forwards),
        Math.max(0, transfers - done.transfers));
  }

  Amount plus(Amount more) {
    return new Amount(
        gibibytes + more.gibibytes,
        logins + more.logins,
        forwards + more.forwards,
        transfers + more.transfers);
  }

  private Amount map(LongUnaryOperator change) {
    return new Amount(
        change.applyAsLong(gibibytes),
        change.applyAsLong(logins),
        change.applyAsLong(forwards),
        change.applyAsLong(transfers));
  }

  @Override
  public String toString() {
    return "%d GiB, %d logins, %d forwards, %d transfers"
        .formatted(gibibytes, logins, forwards, transfers);
  }
}
