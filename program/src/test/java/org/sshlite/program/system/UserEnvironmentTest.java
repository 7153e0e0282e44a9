package org.sshlite.program.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UserEnvironmentTest {
  private static final Map<String, String> OURS = Map.of("A", "b", "LC_ALL", "C.UTF-8");

  @Test
  void the_locale_that_the_launcher_replaced_comes_back() {
    assertThat(UserEnvironment.of(OURS, "de_DE.UTF-8"))
        .containsOnly(Map.entry("A", "b"), Map.entry("LC_ALL", "de_DE.UTF-8"));
    assertThat(UserEnvironment.of(OURS, "")).containsOnly(Map.entry("A", "b"));
  }

  @Test
  void without_a_launcher_all_is_as_it_is() {
    assertThat(UserEnvironment.of(OURS, null)).isEqualTo(OURS);
  }
}
