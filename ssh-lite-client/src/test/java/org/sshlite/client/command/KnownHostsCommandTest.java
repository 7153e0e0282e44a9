package org.sshlite.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.client.config.Tokens;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.knownhosts.HostLines.Invocation;
import org.sshlite.knownhosts.HostName;
import org.sshlite.program.config.ConfigException;

class KnownHostsCommandTest {
  private static final HostName HOST = new HostName("build-7", 2222);
  private static final Tokens NAMES =
      new Tokens(
          "build-7",
          "b7",
          "b7",
          2222,
          "alice",
          "",
          new Tokens.LocalUser("bob", Path.of("/home/bob"), KnownHostsCommandTest::variable));

  private static @Nullable String variable(String name) {
    return name.equals("PLACE") ? "here" : null;
  }

  private static String run(String command, Invocation invocation, Optional<PublicKey> key)
      throws Exception {
    return new String(KnownHostsCommand.of(command, NAMES).lines(invocation, HOST, key));
  }

  @Test
  void tokens_say_what_the_lines_are_wanted_for() throws Exception {
    assertThat(run("/bin/echo %I %H %t %f %r 'a b'", Invocation.ORDER, Optional.empty()))
        .isEqualTo("ORDER [build-7]:2222 NONE NONE alice a b\n");
    try (PrivateKey key = PrivateKey.generate("ssh-ed25519", new SecureRandom())) {
      assertThat(run("/bin/echo %I %t %f", Invocation.HOSTNAME, Optional.of(key.publicKey())))
          .isEqualTo("HOSTNAME ssh-ed25519 " + key.publicKey().fingerprint() + "\n");
    }
  }

  @Test
  void variables_are_put_in_as_by_ssh() throws Exception {
    assertThat(run("/bin/echo ${PLACE} $PLACE", Invocation.ORDER, Optional.empty()))
        .isEqualTo("here $PLACE\n");
  }

  @Test
  void no_shell_reads_the_command() throws Exception {
    assertThat(run("/bin/echo a; echo $HOME `id`", Invocation.ORDER, Optional.empty()))
        .isEqualTo("a; echo $HOME `id`\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/false", "/bin/sh -c 'echo good; exit 1'", "/no/such/program"})
  void a_command_that_fails_gives_no_lines(String command) {
    assertThatThrownBy(() -> run(command, Invocation.HOSTNAME, Optional.empty()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_command_that_never_ends_to_print_is_stopped() {
    assertThatThrownBy(() -> run("/bin/cat /dev/zero", Invocation.HOSTNAME, Optional.empty()))
        .hasMessageContaining("prints too much");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/echo %X", "/bin/echo 'a", "/bin/echo %", "/bin/echo ${NONE}"})
  void a_mistake_in_it_is_told_before_anything_is_connected(String command) {
    assertThatThrownBy(() -> KnownHostsCommand.of(command, NAMES))
        .isInstanceOf(ConfigException.class);
  }
}
