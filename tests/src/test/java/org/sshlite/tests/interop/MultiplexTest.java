package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;

/** Many session channels of {@code ssh} on one connection to our server: ControlMaster. */
class MultiplexTest {
  private static final int SESSIONS = 20;

  private static LiteServer server;

  @TempDir Path folder;

  @BeforeAll
  static void startServer(@TempDir Path shared) {
    Client.SSH.require();
    server = LiteServer.start(shared, "MaxSessions " + SESSIONS);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private Running master() {
    Path socket = folder.resolve("mux");
    Running master =
        Login.to(server.target()).extra("-M", "-N", "-S", socket.toString()).by(Client.SSH).start();
    Awaitility.await().until(() -> Files.exists(socket));
    return master;
  }

  private Program session(String command) {
    return Login.to(server.target())
        .extra("-S", folder.resolve("mux").toString(), "-o", "ControlMaster=no")
        .command(command)
        .by(Client.SSH);
  }

  @Test
  void sessions_of_one_connection_do_not_mix() {
    try (Running master = master()) {
      List<Running> sessions =
          IntStream.range(0, SESSIONS)
              .mapToObj(i -> session("cat; echo end " + i + "; exit " + i).start())
              .toList();
      for (int i = 0; i < SESSIONS; i++) {
        sessions.get(i).send("to " + i + "\n");
        sessions.get(i).awaitOutput("to " + i + "\n");
      }
      for (int i = SESSIONS - 1; i >= 0; i--) {
        sessions.get(i).endInput();
        Finished finished = sessions.get(i).awaitEnd();
        assertThat(finished.text()).isEqualTo("to " + i + "\nend " + i + "\n");
        assertThat(finished.status()).isEqualTo(i);
      }
      assertThat(master.isAlive()).isTrue();
    }
  }

  @Test
  void one_session_more_than_MaxSessions_is_refused_and_the_others_go_on() {
    try (Running _ = master()) {
      List<Running> sessions =
          IntStream.range(0, SESSIONS).mapToObj(_ -> session("echo open; cat").start()).toList();
      sessions.forEach(session -> session.awaitOutput("open\n"));

      Finished refused = session("echo out").run();

      assertThat(refused.errors()).contains("refused by peer");
      for (Running session : sessions) {
        session.send("still here\n");
        session.awaitOutput("still here\n");
        session.close();
      }
    }
  }
}
