package org.sshlite.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What refusals of different kinds cost, in nanoseconds of a processor: a busy machine adds none.
 */
public final class Costs {
  private static final int WARM_UP = 3;
  private static final int SAMPLES = 10;

  private Costs() {}

  /**
   * The median of each kind. They take turns.
   *
   * @param kinds that refuse
   * @param cost of one
   */
  public static List<Long> medians(
      List<Supplier<Boolean>> kinds, ToLongFunction<Supplier<Boolean>> cost) {
    List<List<Long>> all = new ArrayList<>();
    kinds.forEach(_ -> all.add(new ArrayList<>()));
    for (int i = 0; i < WARM_UP + SAMPLES; i++) {
      for (int kind = 0; kind < kinds.size(); kind++) {
        long taken = cost.applyAsLong(kinds.get(kind));
        if (i >= WARM_UP) {
          all.get(kind).add(taken);
        }
      }
    }
    return all.stream()
        .map(samples -> samples.stream().sorted().toList().get(SAMPLES / 2))
        .toList();
  }

  /** Of the calling thread, for what is done on it. */
  public static long ofThread(Supplier<Boolean> refusal) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    assertThat(refusal.get()).isFalse();
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
  }

  /** Of all threads, for what a virtual one has done by others. */
  public static long ofProcess(Supplier<Boolean> refusal) {
    long before = processTime();
    assertThat(CompletableFuture.supplyAsync(refusal, Thread.ofVirtual()::start).join()).isFalse();
    return processTime() - before;
  }

  private static long processTime() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
