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
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.system.HomeFolder;

class TokensTest {
  private final Map<String, String> environment = Map.of("KEYS", "/keys/100%h");
  private final Tokens.LocalUser local =
      new Tokens.LocalUser("alice", Path.of("/home/al%h"), environment::get);
  private final Tokens tokens =
      new Tokens("build-7.example.org", "b7", "alias", 2222, "bob", "gate", local);

  @ParameterizedTest
  @CsvSource({
    "%h, build-7.example.org",
    "%n, b7",
    "%k, alias",
    "%p, 2222",
    "%r, bob",
    "%u, alice",
    "%%h, %h",
    "a%j%%, agate%",
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

  /** As tilde_expand of ssh's misc.c: root is there on every system. */
  @ParameterizedTest
  @CsvSource({
    "~, /home/al%h/",
    "~/, /home/al%h/",
    "~//x, /home/al%h/x",
    "~root, ROOT/",
    "~root/, ROOT/",
    "~root//.ssh/%h, ROOT/.ssh/build-7.example.org",
    "a~root, a~root",
  })
  void the_home_folders_of_others_are_theirs(String text, String path) throws Exception {
    String root = HomeFolder.of("root").orElseThrow();
    assertThat(tokens.path(text)).isEqualTo(path.replace("ROOT", root));
  }

  @Test
  void a_user_that_is_not_there_is_told() {
    assertThatThrownBy(() -> tokens.path("~no-such-user/id"))
        .hasMessage("\"~no-such-user\": No such user");
  }

  @Test
  void variables_of_commands_are_left_to_the_shell() throws Exception {
    assertThat(tokens.percent("echo ${KEYS} ~")).isEqualTo("echo ${KEYS} ~");
  }

  @Test
  void the_connection_has_a_name_of_fixed_length() throws Exception {
    assertThat(tokens.path("%C")).matches("[0-9a-f]{40}");
  }

  /** The lists that ProxyJump has, and what of them is the way that the connection comes. */
  @ParameterizedTest
  @CsvSource({
    "none, ''",
    "gate, gate",
    "Gate, Gate",
    "eve@gate:22, gate",
    "'first,eve@gate:2222', gate",
    "ssh://eve@gate:22, gate",
    "[::1]:22, ::1",
  })
  void a_connection_through_a_jump_host_has_another_name(String jump, String last)
      throws Exception {
    ClientConfig config = new ClientConfig();
    new ConfigReader(config, new StderrLog(LogLevel.QUIET)).option("ProxyJump " + jump);
    Tokens through = read(config, "b7");

    assertThat(through.path("%j")).isEqualTo(last);
    assertThat(through.path("%C").equals(read(new ClientConfig(), "b7").path("%C")))
        .isEqualTo(last.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%x", "%", "a%", "${NOTSET}", "${", "${}", "~no-such-user/id", "~%u/id"})
  void what_cannot_be_replaced_is_an_error(String text) {
    assertThatThrownBy(() -> tokens.path(text)).isInstanceOf(ConfigException.class);
  }

  private Tokens read(ClientConfig config, String host) throws ConfigException {
    StderrLog log = new StderrLog(LogLevel.QUIET);
    return new ConfigReader(config, log)
        .files(new MatchContext(host, "", local), Optional.of("none"));
  }

  @Test
  void HostName_knows_the_host_given_and_no_other_token() throws Exception {
    ClientConfig config = new ClientConfig();
    assertThat(read(config, "b7").host()).isEqualTo("b7");
    config.hostName.offer(Optional.of("%h.example.org"));
    assertThat(read(config, "b7").host()).isEqualTo("b7.example.org");
    config.hostName.override(Optional.of("%p"));
    assertThatThrownBy(() -> read(config, "b7")).isInstanceOf(ConfigException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "FOO, foo",
    "foo%h, foo%h",
    "127.1, 127.0.0.1",
    "0:0::1, ::1",
    "FE80::1%lo, fe80::1%lo",
    "fe80::1%1, fe80::1%lo",
    "fe80::1%nosuch, fe80::1%nosuch",
  })
  void a_host_that_was_typed_holds_no_tokens(String typed, String host) throws Exception {
    assertThat(read(new ClientConfig(), typed).host()).isEqualTo(host);
    assertThat(read(new ClientConfig(), typed).originalHost()).isEqualTo(typed);
  }

  @Test
  void a_user_that_was_typed_holds_no_tokens_and_one_of_an_option_does() throws Exception {
    ClientConfig typed = new ClientConfig();
    typed.user.offerTyped(Optional.of("a%b"));
    assertThat(read(typed, "b7").remoteUser()).isEqualTo("a%b");
    ClientConfig read = new ClientConfig();
    read.user.offer(Optional.of("%u-%h"));
    assertThat(read(read, "b7").remoteUser()).isEqualTo("alice-b7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%r", "%C", "%x", "${NOTSET}"})
  void a_user_cannot_be_made_of_itself(String user) {
    ClientConfig config = new ClientConfig();
    config.user.offer(Optional.of(user));
    assertThatThrownBy(() -> read(config, "b7")).isInstanceOf(ConfigException.class);
  }

  @Test
  void a_user_that_a_shell_would_act_on_does_not_come_out_of_a_token() {
    ClientConfig config = new ClientConfig();
    config.user.offer(Optional.of("%h"));
    assertThatThrownBy(() -> read(config, "a;b")).hasMessageContaining("invalid characters");
  }
}
