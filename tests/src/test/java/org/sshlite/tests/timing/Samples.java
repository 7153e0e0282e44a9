package org.sshlite.tests.timing;

import java.util.Arrays;

/**
 * Times of one kind of attempt.
 *
 * @param sorted nanoseconds
 */
record Samples(long[] sorted) {
  /** Of the distribution of Kolmogorov, for one error in a thousand. */
  private static final double CRITICAL = 1.95;

  static Samples of(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  double milliseconds(double share) {
    return sorted[(int) (share * (sorted.length - 1))] / 1e6;
  }

  /**
   * The statistic of Kolmogorov and Smirnov: the largest difference between the shares of both that
   * are below a time.
   */
  double distance(Samples other) {
    double largest = 0;
    int mine = 0;
    int others = 0;
    while (mine < sorted.length && others < other.sorted.length) {
      long time = Math.min(sorted[mine], other.sorted[others]);
      while (mine < sorted.length && sorted[mine] == time) {
        mine++;
      }
      while (others < other.sorted.length && other.sorted[others] == time) {
        others++;
      }
      double difference = (double) mine / sorted.length - (double) others / other.sorted.length;
      largest = Math.max(largest, Math.abs(difference));
    }
    return largest;
  }

  /** What the statistic stays below, but for once in a thousand, where both are of one kind. */
  double critical(Samples other) {
    double count = (double) sorted.length * other.sorted.length;
    return CRITICAL * Math.sqrt((sorted.length + other.sorted.length) / count);
  }
}
