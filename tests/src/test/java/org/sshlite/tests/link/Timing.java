package org.sshlite.tests.link;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What runs on and on is left to settle, and counted from then on.
 *
 * @param settling until logins are done, windows have grown and the compiler has caught up
 * @param measured what counts
 */
public record Timing(Duration settling, Duration measured) {
  /**
   * Bytes that were moved, one after another or by each of many.
   *
   * @param nanoseconds in which they were
   */
  public record Moved(long[] bytes, long nanoseconds) {
    private long total() {
      long sum = 0;
      for (long each : bytes) {
        sum += each;
      }
      return sum;
    }

    /** Megabytes (10⁶ bytes) a second. */
    public double rate() {
      return total() * 1e3 / nanoseconds;
    }

    /** Jain's index: 1 when all moved the same, 1/n when one of n moved everything. */
    double fairness() {
      double squares = 0;
      for (long each : bytes) {
        squares += (double) each * each;
      }
      double sum = total();
      return sum * sum / (bytes.length * squares);
    }
  }

  /**
   * @param soFar counts what was moved since the beginning
   */
  public Moved measure(Supplier<long[]> soFar) throws InterruptedException {
    Thread.sleep(settling);
    long start = System.nanoTime();
    long[] before = soFar.get();
    Thread.sleep(measured);
    long[] bytes = soFar.get();
    long nanoseconds = System.nanoTime() - start;
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] -= before[i];
    }
    return new Moved(bytes, nanoseconds);
  }
}
