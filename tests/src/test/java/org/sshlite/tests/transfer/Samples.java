package org.sshlite.tests.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What was measured of one contender with one transfer. */
public final class Samples {
  private static final double GIBIBYTE = 1 << 30;

  private final List<Sample> samples = new ArrayList<>();

  /**
   * One transfer.
   *
   * @param rate megabytes (10⁶ bytes) a second
   * @param serverCpu seconds a GiB, the command's included
   * @param clientCpu seconds a GiB
   */
  private record Sample(double rate, double serverCpu, double clientCpu) {}

  /** The CPU times are in seconds. */
  public void add(long bytes, long nanoseconds, double serverCpu, double clientCpu) {
    double gibibytes = bytes / GIBIBYTE;
    samples.add(
        new Sample(bytes * 1e3 / nanoseconds, serverCpu / gibibytes, clientCpu / gibibytes));
  }

  public double median() {
    return median(Sample::rate);
  }

  public double serverCpu() {
    return median(Sample::serverCpu);
  }

  public double clientCpu() {
    return median(Sample::clientCpu);
  }

  private double median(ToDoubleFunction<Sample> figure) {
    double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  public double least() {
    return samples.stream().mapToDouble(Sample::rate).min().orElseThrow();
  }

  public double most() {
    return samples.stream().mapToDouble(Sample::rate).max().orElseThrow();
  }
}
