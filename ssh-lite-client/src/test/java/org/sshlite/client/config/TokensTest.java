package org.sshlite.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.protocol.config.ConfigException;

class TokensTest {
  private final Map<String, String> environment = Map.of("KEYS", "/keys/100%h");
  private final Tokens.LocalUser local =
      new Tokens.LocalUser("alice", Path.of("/home/al%h"), environment::get);
  private final Tokens tokens =
      new Tokens("build-7.example.org", "b7", "alias", 2222, "bob", local);

  @ParameterizedTest
  @CsvSource({
    "%h, build-7.example.org",
    "%n, b7",
    "%k, alias",
    "%p, 2222",
    "%r, bob",
    "%u, alice",
    "%%h, %h",
    "a%j%%, a%",
    "known_%h_%p, known_build-7.example.org_2222",
  })
  void tokens_are_replaced(String text, String expected) throws Exception {
    assertThat(tokens.path(text)).isEqualTo(expected);
    assertThat(tokens.percent(text)).isEqualTo(expected);
  }

  @Test
  void what_is_put_in_is_not_taken_for_a_token_again() throws Exception {
    assertThat(tokens.path("~/.ssh/%r")).isEqualTo("/home/al%h/.ssh/bob");
    assertThat(tokens.path("${KEYS}/id")).isEqualTo("/keys/100%h/id");
    assertThat(tokens.path("%d/id")).isEqualTo("/home/al%h/id");
  }

  @Test
  void variables_of_commands_are_left_to_the_shell() throws Exception {
    assertThat(tokens.percent("echo ${KEYS} ~")).isEqualTo("echo ${KEYS} ~");
  }

  @Test
  void the_connection_has_a_name_of_fixed_length() throws Exception {
    assertThat(tokens.path("%C")).matches("[0-9a-f]{40}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%x", "%", "a%", "${NOTSET}", "${", "${}", "~other/id"})
  void what_cannot_be_replaced_is_an_error(String text) {
    assertThatThrownBy(() -> tokens.path(text)).isInstanceOf(ConfigException.class);
  }

  @Test
  void HostName_knows_the_host_given_and_no_other_token() throws Exception {
    ClientConfig config = new ClientConfig();
    MatchContext context = new MatchContext("b7", "", local);
    assertThat(Tokens.of(config, context).host()).isEqualTo("b7");
    config.hostName.offer(Optional.of("%h.example.org"));
    assertThat(Tokens.of(config, context).host()).isEqualTo("b7.example.org");
    config.hostName.override(Optional.of("%p"));
    assertThatThrownBy(() -> Tokens.of(config, context)).isInstanceOf(ConfigException.class);
  }
}
