package org.sshlite.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupLimitTest {
  @ParameterizedTest
  @CsvSource({
    "9,0,false",
    "10,29,true",
    "10,30,false",
    "55,64,true",
    "55,65,false",
    "99,98,true",
    "100,99,true",
    "1000,99,true"
  })
  void the_rate_rises_from_begin_to_full(int startups, int chance, boolean dropped) {
    assertThat(StartupLimit.DEFAULT.drops(startups, chance)).isEqualTo(dropped);
  }

  @Test
  void a_single_number_is_a_hard_limit() {
    StartupLimit limit = new StartupLimit(2, 100, 2);
    assertThat(limit.drops(1, 0)).isFalse();
    assertThat(limit.drops(2, 99)).isTrue();
  }

  @Test
  void numbers_that_do_not_go_together_are_refused() {
    assertThatThrownBy(() -> new StartupLimit(10, 30, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StartupLimit(0, 30, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
