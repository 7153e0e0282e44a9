package org.sshlite.sshd;

/**
 * How many connections may be open that have not logged in, as MaxStartups of sshd_config(5): so
 * that those who never mean to log in cannot keep the others out, or take all memory.
 *
 * @param begin from so many on, new ones are dropped at random
 * @param rate percent that are dropped at {@code begin}, rising to all at {@code full}
 */
public record StartupLimit(int begin, int rate, int full) {
  /** OpenSSH's. */
  public static final StartupLimit DEFAULT = new StartupLimit(10, 30, 100);

  public StartupLimit {
    if (begin < 1 || rate < 1 || rate > 100 || full < begin) {
      throw new IllegalArgumentException(begin + ":" + rate + ":" + full);
    }
  }

  /**
   * Whether one more is dropped.
   *
   * @param startups how many there are
   * @param chance 0 to 99, at random
   */
  boolean drops(int startups, int chance) {
    if (startups < begin) {
      return false;
    }
    if (startups >= full || rate == 100) {
      return true;
    }
    return chance < rate + (100L - rate) * (startups - begin) / (full - begin);
  }

  @Override
  public String toString() {
    return begin + ":" + rate + ":" + full;
  }
}
