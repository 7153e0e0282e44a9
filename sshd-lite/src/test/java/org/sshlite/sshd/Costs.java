package org.sshlite.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * What refusals of different kinds cost the thread that asks, in nanoseconds of a processor: a busy
 * machine adds little, and none to all of them.
 */
public final class Costs {
  private static final int WARM_UP = 3;
  private static final int SAMPLES = 10;

  private Costs() {}

  /**
   * The least of each kind, for whatever disturbs only adds. They take turns.
   *
   * @param kinds that refuse
   */
  public static List<Long> least(List<Supplier<Boolean>> kinds) {
    List<Long> all = new ArrayList<>(Collections.nCopies(kinds.size(), Long.MAX_VALUE));
    for (int i = 0; i < WARM_UP + SAMPLES; i++) {
      for (int kind = 0; kind < kinds.size(); kind++) {
        long taken = of(kinds.get(kind));
        if (i >= WARM_UP) {
          all.set(kind, Math.min(all.get(kind), taken));
        }
      }
    }
    return all;
  }

  private static long of(Supplier<Boolean> refusal) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    assertThat(refusal.get()).isFalse();
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
  }
}
