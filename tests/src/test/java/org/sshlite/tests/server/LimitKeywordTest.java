package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** Keywords about connections that have not logged in. */
class LimitKeywordTest {
  @TempDir private Path folder;

  @BeforeAll
  static void findClient() {
    Client.SSH.require();
  }

  private static Socket knock(LiteServer server) throws IOException {
    Socket socket = new Socket(Target.HOST, server.target().port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static String heard(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Test
  void who_does_not_log_in_within_LoginGraceTime_is_cut_off_and_nobody_else() throws IOException {
    try (LiteServer server = LiteServer.start(folder, "LoginGraceTime 12");
        Running logged = Login.to(server.target()).command("echo in; cat").by(Client.SSH).start()) {
      logged.awaitOutput("in\n");
      try (Socket idle = knock(server)) {
        assertThat(heard(idle)).startsWith("SSH-2.0-");
      }
      server.awaitLog("Timeout before authentication for connection from 127.0.0.1 to 127.0.0.1");
      logged.send("still\n");
      logged.awaitOutput("still\n");
    }
  }

  @Test
  void beyond_MaxStartups_nobody_is_heard_until_another_is_gone() throws IOException {
    try (LiteServer server = LiteServer.start(folder, "MaxStartups 2", "LoginGraceTime 0")) {
      try (Socket first = knock(server);
          Socket second = knock(server)) {
        assertThat(first.getInputStream().read()).isEqualTo('S');
        assertThat(second.getInputStream().read()).isEqualTo('S');
        try (Socket third = knock(server)) {
          assertThat(heard(third)).isEqualTo("Not allowed at this time\r\n");
        }
        server.awaitLog(" Maxstartups");
        first.shutdownOutput();
        assertThat(heard(first)).isNotEmpty();
        server.awaitLog("[preauth]");
        assertThat(Login.to(server.target()).command("exit 3").by(Client.SSH).run().status())
            .isEqualTo(3);
      }
    }
  }
}
