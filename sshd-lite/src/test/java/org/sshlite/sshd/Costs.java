package org.sshlite.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** What refusals of different kinds cost the thread that asks, in time of a processor. */
public final class Costs {
  private static final int WARM_UP = 1;
  private static final int SAMPLES = 3;
  private static final int MOST_SAMPLES = 200;
  private static final double TOLERANCE = 1.25;

  private Costs() {}

  /**
   * That the least of each are alike. Whatever else the machine does only adds, to some more than
   * to others: more samples come nearer to what each costs, and make nothing alike that is not.
   *
   * @param kinds that refuse; they take turns
   */
  public static void assertAlike(List<Supplier<Boolean>> kinds) {
    for (int i = 0; i < WARM_UP; i++) {
      kinds.forEach(Costs::nanos);
    }
    List<Long> least = new ArrayList<>(Collections.nCopies(kinds.size(), Long.MAX_VALUE));
    for (int i = 0; i < MOST_SAMPLES && !(i >= SAMPLES && areAlike(least)); i++) {
      for (int kind = 0; kind < kinds.size(); kind++) {
        least.set(kind, Math.min(least.get(kind), nanos(kinds.get(kind))));
      }
    }
    assertThat(areAlike(least)).as("nanoseconds: " + least).isTrue();
  }

  private static boolean areAlike(List<Long> costs) {
    return Collections.max(costs) <= TOLERANCE * Collections.min(costs);
  }

  private static long nanos(Supplier<Boolean> refusal) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    assertThat(refusal.get()).isFalse();
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
  }
}
