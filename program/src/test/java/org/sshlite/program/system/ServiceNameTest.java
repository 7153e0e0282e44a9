package org.sshlite.program.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ServiceNameTest {
  private static final int MANY = 300_000;

  /** The system takes a tenth of a millisecond and more, one question after the other. */
  @Test
  void a_name_that_is_asked_for_again_and_again_costs_no_look_up() {
    assumeThat(ServiceName.port("https")).hasValue(443);
    assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < MANY; i++) {
            assertThat(ServiceName.port("https").getAsInt()).isEqualTo(443);
          }
        });
  }

  @Test
  void a_name_that_stands_for_nothing_has_no_port() {
    assertThat(ServiceName.port("no-such-service")).isEqualTo(OptionalInt.empty());
    assertThat(ServiceName.port("")).isEqualTo(OptionalInt.empty());
  }
}
