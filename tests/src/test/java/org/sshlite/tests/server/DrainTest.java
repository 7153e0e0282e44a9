package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.program.system.SystemException;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;

/** SIGTERM with DrainTime: nobody new is let in, and who is in may finish. */
class DrainTest {
  @BeforeAll
  static void findClient() {
    Client.SSH.require();
  }

  private static void terminate(LiteServer server) {
    Program.of("kill", "-TERM", "" + server.pid()).runWell();
  }

  private static boolean runs(LiteServer server) {
    return ProcessHandle.of(server.pid()).map(ProcessHandle::isAlive).orElse(false);
  }

  private static Running session(LiteServer server) {
    Running session = Login.to(server.target()).command("echo started; cat").by(Client.SSH).start();
    session.awaitOutput("started\n");
    return session;
  }

  @Test
  void a_session_goes_on_while_new_ones_are_refused_and_the_server_ends_with_it(
      @TempDir Path folder) {
    try (LiteServer server = LiteServer.start(folder, "DrainTime 10m");
        Running session = session(server)) {
      terminate(server);
      server.awaitLog("Waiting up to 600 seconds for open sessions");

      assertThat(Login.to(server.target()).command("true").by(Client.SSH).run().errors())
          .contains("Connection refused");
      session.send("still here\n");
      session.awaitOutput("still here\n");
      session.endInput();
      assertThat(session.awaitEnd().status()).isZero();
      await().until(() -> !runs(server));
    }
  }

  @Test
  void a_second_signal_ends_all(@TempDir Path folder) {
    try (LiteServer server = LiteServer.start(folder, "DrainTime 10m");
        Running session = session(server)) {
      terminate(server);
      server.awaitLog("Waiting up to ");
      terminate(server);
      assertThat(session.awaitEnd().status()).isEqualTo(255);
      await().until(() -> !runs(server));
    }
  }

  @Test
  void a_service_manager_is_told(@TempDir Path folder) throws SystemException {
    Path path = folder.resolve("notify");
    try (Datagrams datagrams = new Datagrams(path);
        LiteServer server = LiteServer.startSupervised(folder, path, "DrainTime 10m")) {
      assertThat(datagrams.receive()).isEqualTo("READY=1");
      terminate(server);
      assertThat(datagrams.receive()).isEqualTo("STOPPING=1\nEXTEND_TIMEOUT_USEC=660000000");
      await().until(() -> !runs(server));
    }
  }

  @Test
  void without_a_time_all_ends_at_once(@TempDir Path folder) {
    try (LiteServer server = LiteServer.start(folder);
        Running session = session(server)) {
      terminate(server);
      assertThat(session.awaitEnd().status()).isEqualTo(255);
      await().until(() -> !runs(server));
      server.awaitLog("Received signal 15; terminating.");
    }
  }
}
