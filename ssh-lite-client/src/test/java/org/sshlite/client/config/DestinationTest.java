package org.sshlite.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
  @ParameterizedTest
  @CsvSource({
    "build-7, , build-7, ",
    "alice@build-7, alice, build-7, ",
    "alice@corp@build-7, alice@corp, build-7, ",
    "::1, , ::1, ",
    "alice@fe80::1%eth0, alice, fe80::1%eth0, ",
    "ssh://build-7, , build-7, ",
    "ssh://alice@build-7:2222, alice, build-7, 2222",
    "ssh://alice@build-7:2222/, alice, build-7, 2222",
    "ssh://[::1]:2222, , ::1, 2222",
    "ssh://a%20b@build-7, a b, build-7, ",
    "ssh://a+b@build-7, a+b, build-7, ",
  })
  void both_forms_are_understood(String text, String user, String host, Integer port) {
    assertThat(Destination.parse(text))
        .contains(new Destination(Optional.ofNullable(user), host, Optional.ofNullable(port)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@host",
        "alice@",
        "ssh://",
        "ssh://@h",
        "ssh://h:",
        "ssh://h:0",
        "ssh://h:65536",
        "ssh://h:x",
        "ssh://h/path",
        "ssh://[::1",
        "ssh://a%zz@h",
      })
  void anything_else_is_none(String text) {
    assertThat(Destination.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-oProxyCommand=x", "a;b", "a b", "$(x)", "a\nb", "a'b", "a|b", "a,b"})
  void host_names_that_a_shell_would_act_on_are_not_safe(String host) {
    assertThat(Destination.isSafeHost(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-l", "a;b", "a -b", "a\\", "a`b", "a\nb", "a\0b", "a|b", "a{b"})
  void user_names_that_a_shell_would_act_on_are_not_safe(String user) {
    assertThat(Destination.isSafeUser(user)).isFalse();
  }

  @Test
  void usual_names_are_safe() {
    assertThat(Destination.isSafeHost("build-7.example.org")).isTrue();
    assertThat(Destination.isSafeHost("fe80::1%eth0")).isTrue();
    assertThat(Destination.isSafeUser("alice")).isTrue();
    assertThat(Destination.isSafeUser("CORP\\alice")).isTrue();
    assertThat(Destination.isSafeUser("alice@corp")).isTrue();
  }
}
