package org.sshlite.tests.transfer;

import org.sshlite.tests.goal.Figures;

/** What was measured of one contender with one transfer. */
public final class Samples {
  private static final double GIBIBYTE = 1 << 30;

  private final Figures rates = new Figures();
  private final Figures serverCpu = new Figures();
  private final Figures clientCpu = new Figures();

  /** The CPU times are in seconds. */
  public void add(long bytes, long nanoseconds, double serverSeconds, double clientSeconds) {
    double gibibytes = bytes / GIBIBYTE;
    rates.add(bytes * 1e3 / nanoseconds);
    serverCpu.add(serverSeconds / gibibytes);
    clientCpu.add(clientSeconds / gibibytes);
  }

  /** Megabytes (10⁶ bytes) a second. */
  public Figures rates() {
    return rates;
  }

  /** Seconds a GiB, the command's included. */
  public Figures serverCpu() {
    return serverCpu;
  }

  /** Seconds a GiB. */
  public Figures clientCpu() {
    return clientCpu;
  }
}
