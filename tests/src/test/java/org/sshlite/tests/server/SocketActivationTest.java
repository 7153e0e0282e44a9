package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** A server whose sockets somebody else has opened, sd_listen_fds(3). */
class SocketActivationTest {
  @BeforeAll
  static void findPrograms() {
    Client.SSH.require();
    Peers.require("python3");
  }

  private static String run(LiteServer server, int port, String command) {
    return Login.to(server.target().withPort(port)).command(command).by(Client.SSH).run().text();
  }

  private static List<Integer> ports(LiteServer server) {
    return Pattern.compile("Server listening on 127.0.0.1 port (\\d+)")
        .matcher(server.log())
        .results()
        .map((MatchResult line) -> Integer.valueOf(line.group(1)))
        .toList();
  }

  @Test
  void it_takes_those_sockets_keeps_them_over_SIGHUP_and_gives_none_to_a_session(
      @TempDir Path folder) {
    try (LiteServer server = LiteServer.startBySocket(folder, "Port 1")) {
      server.awaitLog("\nServer listening on");
      List<Integer> ports = ports(server);
      assertThat(ports).hasSize(2).doesNotContain(1);

      assertThat(run(server, ports.get(0), "echo a; env | grep LISTEN_; ls -l /proc/$$/fd"))
          .startsWith("a\n")
          .doesNotContain("LISTEN_", "socket:");
      assertThat(run(server, ports.get(1), "echo b")).isEqualTo("b\n");

      Program.of("kill", "-HUP", "" + server.pid()).runWell();
      server.awaitLog("Received SIGHUP; restarting.");
      for (int port : ports) {
        assertThat(run(server, port, "echo again")).isEqualTo("again\n");
      }
    }
  }
}
