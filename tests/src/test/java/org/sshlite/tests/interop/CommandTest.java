package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** Commands without a terminal: {@code ssh host command}. */
class CommandTest {
  private static Servers servers;

  @TempDir Path folder;

  @BeforeAll
  static void prepareServers(@TempDir Path folder) {
    servers = new Servers(folder);
  }

  @AfterAll
  static void stopServers() {
    servers.close();
  }

  private static Program command(Pair pair, String command) {
    return Login.to(servers.of(pair).target()).command(command).by(pair.client());
  }

  static Stream<Pair> pairs() {
    return Pair.few();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void input_is_read_to_its_end_and_status_output_and_errors_come_apart(Pair pair) {
    Finished finished =
        command(pair, "cat; echo out; echo err >&2; exit 7").input("from here\n").run();

    assertThat(finished.text()).isEqualTo("from here\nout\n");
    // before it may stand what the client itself has to say
    assertThat(finished.errors()).endsWith("err\n").doesNotContain("out");
    assertThat(finished.status()).isEqualTo(7);
  }

  static Stream<Pair> pairsWithALimit() {
    return Pair.few(
        Pair.SSH_LITE_TO_SSHD_LITE,
        Pair.SSH_LITE_TO_SSHD,
        Pair.SSH_LITE_TO_DROPBEAR,
        Pair.SSH_TO_SSHD_LITE);
  }

  /** OpenSSH takes no KEXINIT before the user is logged in. */
  @ParameterizedTest
  @MethodSource("pairsWithALimit")
  void a_rekey_limit_that_is_reached_during_the_login_waits_for_its_end(Pair pair) {
    Finished finished =
        Login.to(servers.of(pair).target())
            .rekeyEvery("500")
            .command("head -c 20000 /dev/zero | wc -c")
            .by(pair.client())
            .run();

    assertThat(finished.text().strip()).isEqualTo("20000");
    assertThat(finished.status()).isZero();
  }

  /** dbclient pays no heed to exit-signal. */
  static Stream<Pair> pairsThatTellOfSignals() {
    return Pair.few().filter(pair -> pair.client() != Client.DBCLIENT);
  }

  @ParameterizedTest
  @MethodSource("pairsThatTellOfSignals")
  void a_command_that_a_signal_ends_has_not_succeeded(Pair pair) {
    Finished finished = command(pair, "echo before; kill -KILL $$").run();

    assertThat(finished.text()).isEqualTo("before\n");
    assertThat(finished.status()).isNotZero();
  }

  /**
   * The channel stays open for as long as someone may write to it; Dropbear sees that otherwise.
   */
  static Stream<Pair> pairsThatWaitForOutput() {
    return Pair.few().filter(pair -> pair != Pair.SSH_LITE_TO_DROPBEAR);
  }

  @ParameterizedTest
  @MethodSource("pairsThatWaitForOutput")
  void output_after_the_exit_is_not_lost(Pair pair) {
    Finished finished = command(pair, "(sleep 0.3; echo late) & exit 5").run();

    assertThat(finished.text()).isEqualTo("late\n");
    assertThat(finished.status()).isEqualTo(5);
  }

  static Stream<Pair> pairsWithOurServer() {
    return Pair.few(
        Pair.SSH_TO_SSHD_LITE,
        Pair.DBCLIENT_TO_SSHD_LITE,
        Pair.PLINK_TO_SSHD_LITE,
        Pair.SSH_LITE_TO_SSHD_LITE);
  }

  /** dbclient tells a refused login by what it says, not by its status. */
  @ParameterizedTest
  @MethodSource("pairsWithOurServer")
  void a_wrong_key_runs_nothing(Pair pair) {
    Target target = servers.of(pair).target();
    KeyPair wrong = KeyPair.create(folder.resolve("wrong_key"));

    Finished finished =
        Login.to(target.withIdentity(wrong)).command("echo out").by(pair.client()).run();

    assertThat(finished.text()).isEmpty();
    if (pair.client() != Client.DBCLIENT) {
      assertThat(finished.status()).isNotZero();
    }
    assertThat(finished.errors()).isNotEmpty();
  }

  /** The server has no part in it, nor have clients of others. */
  @Test
  void a_wrong_host_key_is_refused_by_the_client() {
    Pair pair = Pair.SSH_LITE_TO_SSHD_LITE;
    Target target = servers.of(pair).target();
    KeyPair other = KeyPair.create(folder.resolve("other_host_key"));

    Finished finished =
        Login.to(target.withHostKey(other.publicKey())).command("echo out").by(pair.client()).run();

    assertThat(finished.text()).isEmpty();
    assertThat(finished.status()).isNotZero();
  }
}
