package org.sshlite.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a program asks in the place of the terminal, by the environment alone. */
class AskpassTest {
  private static Map<String, String> environment(String variables) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables.split(" ")) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return environment;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH_ASKPASS=./askpass SSH_ASKPASS_REQUIRE=force",
        "SSH_ASKPASS=./askpass SSH_ASKPASS_REQUIRE=Force DISPLAY=",
        "SSH_ASKPASS=./askpass DISPLAY=:0",
        "SSH_ASKPASS=./askpass WAYLAND_DISPLAY=w SSH_ASKPASS_REQUIRE=prefer"
      })
  void a_program_asks_where_there_is_no_terminal(String variables) {
    assertThat(Askpass.of(environment(variables))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH_ASKPASS=./askpass",
        "SSH_ASKPASS=./askpass DISPLAY=",
        "SSH_ASKPASS=./askpass SSH_ASKPASS_REQUIRE=prefer",
        "SSH_ASKPASS=./askpass DISPLAY=:0 SSH_ASKPASS_REQUIRE=never"
      })
  void no_program_asks_without_a_display_or_where_it_must_not(String variables) {
    assertThat(Askpass.of(environment(variables))).isEmpty();
    assertThat(Askpass.comesFirst(environment(variables))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH_ASKPASS=./askpass SSH_ASKPASS_REQUIRE=force",
        "SSH_ASKPASS=./askpass DISPLAY=:0 SSH_ASKPASS_REQUIRE=Prefer"
      })
  void it_asks_although_there_is_a_terminal(String variables) {
    assertThat(Askpass.comesFirst(environment(variables))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH_ASKPASS=./askpass DISPLAY=:0",
        "SSH_ASKPASS=./askpass DISPLAY=:0 SSH_ASKPASS_REQUIRE="
      })
  void a_terminal_is_asked_although_there_is_a_display(String variables) {
    assertThat(Askpass.comesFirst(environment(variables))).isFalse();
  }
}
