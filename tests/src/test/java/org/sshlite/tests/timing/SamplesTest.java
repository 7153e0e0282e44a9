package org.sshlite.tests.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final int COUNT = 1000;
  private final Random random = new Random(19);

  private Samples around(long time) {
    return Samples.of(random.longs(COUNT).map(any -> time + Math.floorMod(any, 1_000L)).toArray());
  }

  @Test
  void what_is_alike_cannot_be_told_apart_and_what_is_not_can() {
    Samples alike = around(10_000);
    assertThat(around(10_000).distance(alike)).isLessThan(around(10_000).critical(alike));
    assertThat(around(10_200).distance(alike)).isGreaterThan(around(10_200).critical(alike));
    assertThat(around(20_000).distance(alike)).isEqualTo(1);
    assertThat(alike.distance(alike)).isZero();
  }
}
