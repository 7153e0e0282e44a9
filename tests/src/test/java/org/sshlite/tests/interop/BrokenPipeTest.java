package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;

/** {@code ssh host yes | head -1}: the end of who reads is the end of who writes. */
class BrokenPipeTest {
  private static Servers servers;

  @BeforeAll
  static void prepareServers(@TempDir Path folder) {
    servers = new Servers(folder);
  }

  @AfterAll
  static void stopServers() {
    servers.close();
  }

  static Stream<Pair> pairsWithOurClient() {
    return Pair.few(Pair.SSH_LITE_TO_SSHD_LITE, Pair.SSH_LITE_TO_SSHD, Pair.SSH_LITE_TO_DROPBEAR);
  }

  @ParameterizedTest
  @MethodSource("pairsWithOurClient")
  void an_endless_command_ends_with_its_reader(Pair pair) {
    Program client = Login.to(servers.of(pair).target()).command("yes").by(pair.client());
    Finished finished = piped(client, "head -1").run();

    assertThat(finished.text()).isEqualTo("y\n");
    assertThat(finished.status()).isZero();
  }

  /** The command sees the broken pipe, and may go on without its output. sshd drops the rest. */
  @ParameterizedTest
  @EnumSource(names = "SSH_LITE_TO_SSHD_LITE")
  void the_command_gets_the_broken_pipe_and_keeps_its_errors(Pair pair) {
    String command = "yes | cat; echo after >&2";
    Program client = Login.to(servers.of(pair).target()).command(command).by(pair.client());
    Finished finished = piped(client, "head -1").run();

    assertThat(finished.text()).isEqualTo("y\n");
    assertThat(finished.errors()).contains("after");
  }

  private static Program piped(Program client, String reader) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\" | " + reader, "sh"));
    command.addAll(client.command());
    return Program.of(command.toArray(String[]::new)).env(client.environment());
  }
}
