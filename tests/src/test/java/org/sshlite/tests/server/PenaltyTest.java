package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Target;

/** PerSourcePenalties and PerSourceMaxStartups, as OpenSSH's client meets them. */
class PenaltyTest {
  private static final String NOT_NOW = "Not allowed at this time\r\n";

  private static final String EXEMPT = "127.0.5.1";

  /** Each of its tests comes from an address of its own. */
  private static LiteServer shared;

  @TempDir Path folder;

  @BeforeAll
  static void start(@TempDir Path place) {
    Client.SSH.require();
    shared =
        LiteServer.start(
            place,
            "PerSourcePenalties authfail:14 noauth:14",
            "PerSourcePenaltyExemptList 127.0.5.0/24",
            "LoginGraceTime 30");
  }

  @AfterAll
  static void stop() {
    if (shared != null) {
      shared.close();
    }
  }

  private static Finished guess(Target target, String user, String... flags) {
    Login login = Login.to(target.withUser(user)).byPassword().extra(flags);
    Finished finished = login.by(Client.SSH).run();
    assertThat(finished.status()).isEqualTo(255);
    return finished;
  }

  private static Finished logIn(LiteServer server) {
    return Login.to(server.target()).command("exit 3").by(Client.SSH).run();
  }

  private static Finished logInFrom(LiteServer server, String address) {
    return Login.to(server.target()).extra("-b", address).command("exit 3").by(Client.SSH).run();
  }

  private static void awaitPenalties(LiteServer server, int count, String text) {
    Awaitility.await(text).until(() -> server.log().split(Pattern.quote(text), -1).length > count);
  }

  /** Waits for lines about one address. */
  private static void awaitOf(String address, int count, String text) {
    Awaitility.await(text)
        .until(
            () ->
                shared
                        .log()
                        .lines()
                        .filter(line -> line.contains(text) && line.contains(address))
                        .count()
                    >= count);
  }

  private static Socket knock(String address) throws IOException {
    InetAddress from = InetAddress.getByName(address);
    return new Socket(Target.HOST, shared.target().port(), from, 0);
  }

  private static String hear(Target target) throws IOException {
    try (Socket socket = new Socket(Target.HOST, target.port())) {
      return hear(socket);
    }
  }

  private static String hear(Socket socket) throws IOException {
    try (socket) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void who_fails_to_log_in_four_times_at_once_is_refused() throws Exception {
    try (LiteServer server = LiteServer.start(folder, "PerSourcePenalties min:11");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // one after another they would have to come within seconds, on any machine
      List<Future<Finished>> guesses = new ArrayList<>();
      for (int i = 1; i <= 4; i++) {
        guesses.add(threads.submit(() -> guess(server.target(), "guest")));
      }
      for (Future<Finished> guess : guesses) {
        assertThat(guess.get().errors()).contains("Permission denied");
      }
      awaitPenalties(server, 4, "Connection closed by invalid user guest");
      server.awaitLog("activating ipv4 penalty of ");

      assertThat(hear(server.target())).isEqualTo(NOT_NOW);
      assertThat(logIn(server).status()).isEqualTo(255);
      assertThat(server.log())
          .containsPattern(
              "srclimit_penalise: ipv4: new 127.0.0.1/32 deferred penalty of 5.000 seconds for"
                  + " penalty: failed authentication")
          .containsPattern(
              "drop connection #0 from \\[127.0.0.1]:\\d+ on \\[127.0.0.1]:\\d+"
                  + " penalty: failed authentication");
    }
  }

  @Test
  void good_logins_in_between_cost_nothing_and_help_nothing() throws IOException {
    String from = "127.0.3.1";
    for (int i = 1; i <= 2; i++) {
      assertThat(logInFrom(shared, from).status()).isEqualTo(3);
      guess(shared.target(), "guest", "-b", from);
      awaitOf(from, i, "Connection closed by invalid user guest");
    }
    awaitOf(from, 1, "activating ipv4 penalty of ");

    assertThat(hear(knock(from))).isEqualTo(NOT_NOW);
  }

  @Test
  void who_only_knocks_is_penalised_too_unless_exempt() throws IOException {
    String from = "127.0.4.1";
    for (int i = 1; i <= 2; i++) {
      knock(from).close();
      awaitOf(from, i, "[preauth]");
    }
    awaitOf(from, 1, "activating ipv4 penalty of ");
    assertThat(hear(knock(from))).isEqualTo(NOT_NOW);
    awaitOf(from, 1, "penalty: connections without attempting authentication");
  }

  @Test
  void who_is_exempt_may_fail_for_ever() throws IOException {
    for (int i = 1; i <= 3; i++) {
      knock(EXEMPT).close();
      awaitOf(EXEMPT, i, "[preauth]");
    }
    assertThat(logInFrom(shared, EXEMPT).status()).isEqualTo(3);
  }

  @Test
  void a_source_has_its_own_limit_on_connections_that_have_not_logged_in() throws IOException {
    try (LiteServer server =
        LiteServer.start(folder, "PerSourceMaxStartups 1", "PerSourceNetBlockSize 24:64")) {
      try (Socket waiting = new Socket(Target.HOST, server.target().port())) {
        assertThat(waiting.getInputStream().read()).isEqualTo('S');
        assertThat(hear(server.target())).isEqualTo(NOT_NOW);
        // a neighbour is of the same source, who lives further away is not
        assertThat(logInFrom(server, "127.0.0.2").status()).isEqualTo(255);
        assertThat(logInFrom(server, "127.0.1.2").status()).isEqualTo(3);
        assertThat(server.log()).containsPattern("drop connection #1 from .* Maxstartups");
      }
      awaitPenalties(server, 1, "[preauth]");
      assertThat(logIn(server).status()).isEqualTo(3);
      assertThat(logIn(server).status()).isEqualTo(3);
    }
  }
}
