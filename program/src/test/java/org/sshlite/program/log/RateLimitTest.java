package org.sshlite.program.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sshlite.program.log.RateLimit.Verdict;

class RateLimitTest {
  private final AtomicLong seconds = new AtomicLong(1000);
  private final RateLimit limit = new RateLimit(new RateLimit.Pace(4, 60, 20, 300), seconds::get);

  @Test
  void few_events_are_all_told() {
    for (int i = 0; i < 100; i++) {
      assertThat(limit.event()).isEqualTo(new Verdict(true, 0));
      seconds.addAndGet(1);
    }
  }

  @Test
  void of_a_flood_one_in_a_while_is_told_with_the_number_of_those_between() {
    long told = 0;
    long untold = 0;
    for (int i = 0; i < 900_000; i++) {
      Verdict verdict = limit.event();
      told += verdict.told() ? 1 : 0;
      untold += verdict.untold();
      if (i % 1000 == 999) {
        seconds.addAndGet(1);
      }
    }
    assertThat(told).isEqualTo(4 + 2);
    assertThat(untold).isBetween(590_000L, 600_000L);
  }

  @Test
  void when_it_has_been_calm_all_are_told_again() {
    for (int i = 0; i < 100; i++) {
      limit.event();
    }
    seconds.addAndGet(100);
    assertThat(limit.event()).isEqualTo(new Verdict(true, 96));
    assertThat(limit.event()).isEqualTo(new Verdict(true, 0));
  }
}
