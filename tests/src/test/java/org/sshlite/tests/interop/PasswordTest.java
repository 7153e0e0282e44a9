package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.peer.Terminal;

/** Logins by password: ours asks for it at the terminal. */
class PasswordTest {
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

  private static Target target(Pair pair) {
    return servers.of(pair).target().withUser(Account.NAME);
  }

  static Stream<Pair> pairsWithOurServer() {
    return Pair.few(Pair.SSH_TO_SSHD_LITE, Pair.DBCLIENT_TO_SSHD_LITE, Pair.PLINK_TO_SSHD_LITE);
  }

  @ParameterizedTest
  @MethodSource("pairsWithOurServer")
  void the_right_password_lets_the_user_in(Pair pair) {
    Finished finished =
        Login.to(target(pair)).byPassword().command("echo out; exit 6").by(pair.client()).run();

    assertThat(finished.text()).isEqualTo("out\n");
    assertThat(finished.status()).isEqualTo(6);
  }

  @ParameterizedTest
  @MethodSource("pairsWithOurServer")
  void a_wrong_password_does_not(Pair pair) {
    Finished finished =
        Login.to(target(pair).withPassword("wrong"))
            .byPassword()
            .command("echo out")
            .by(pair.client())
            .run();

    assertThat(finished.text()).isEmpty();
    if (pair.client() != Client.DBCLIENT) {
      assertThat(finished.status()).isNotZero(); // it tells by what it says only
    }
  }

  static Stream<Pair> pairsWithOurClient() {
    return Pair.few(Pair.SSH_LITE_TO_SSHD_LITE, Pair.SSH_LITE_TO_SSHD, Pair.SSH_LITE_TO_DROPBEAR);
  }

  @ParameterizedTest
  @MethodSource("pairsWithOurClient")
  void our_client_asks_for_it_without_showing_it(Pair pair) {
    Terminal.require();
    Program login =
        Login.to(target(pair)).byPassword().command("echo lo''gged in").by(pair.client());
    try (Terminal terminal = Terminal.open(folder, 80, 20, login)) {
      terminal.awaitScreen(Account.NAME + "@127.0.0.1's password:");

      terminal.typeLine(Account.PASSWORD);

      terminal.awaitScreen("logged in");
      assertThat(terminal.awaitStatus()).isZero();
      assertThat(terminal.screen()).doesNotContain(Account.PASSWORD);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SSH_LITE_TO_SSHD_LITE")
  void our_client_gives_up_after_a_wrong_one(Pair pair) {
    Terminal.require();
    Program login =
        Login.to(target(pair)).byPassword().command("echo lo''gged in").by(pair.client());
    try (Terminal terminal = Terminal.open(folder, 80, 20, login)) {
      terminal.awaitScreen("password:");

      terminal.typeLine("wrong");

      assertThat(terminal.awaitStatus()).isEqualTo(255);
      assertThat(terminal.screen()).contains("Permission denied").doesNotContain("logged in");
    }
  }
}
