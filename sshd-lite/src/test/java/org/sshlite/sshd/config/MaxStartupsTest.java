package org.sshlite.sshd.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaxStartupsTest {
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
    assertThat(new MaxStartups(10, 30, 100).drops(startups, chance)).isEqualTo(dropped);
  }

  @Test
  void a_single_number_is_a_hard_limit() {
    MaxStartups limit = new MaxStartups(2, 100, 2);
    assertThat(limit.drops(1, 0)).isFalse();
    assertThat(limit.drops(2, 99)).isTrue();
  }
}
