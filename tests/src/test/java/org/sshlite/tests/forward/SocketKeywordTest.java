package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;

/** What both configurations say of a connection's socket, as ss(8) shows it, and UseDNS. */
class SocketKeywordTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String EF = "tos:0xb8";
  private static final String AF11 = "tos:0x28";
  private static final String AF41 = "tos:0x88";
  private static final String CS1 = "tos:0x20";

  @TempDir private Path folder;

  /** The socket at the end that has this port, or at the other. */
  private static String socket(int port, boolean atThatEnd) {
    String all = Program.of(Peers.path("ss"), "-Htno", "--tos", "state", "established").runWell();
    List<String> lines =
        all.lines().filter(line -> column(line, atThatEnd ? 2 : 3).endsWith(":" + port)).toList();
    assertThat(lines).as(all).hasSize(1);
    return lines.getFirst();
  }

  private static String column(String line, int index) {
    return line.strip().split("\\s+")[index];
  }

  private static void awaitServiceClass(int port, String client, String server) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(socket(port, false)).contains(client);
              assertThat(socket(port, true)).contains(server);
            });
  }

  @Test
  void IPQoS_follows_what_is_open_and_TCPKeepAlive_and_UseDNS_are_obeyed() throws IOException {
    Peers.require("ss");
    String name = InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getCanonicalHostName();
    Path matches =
        Files.writeString(
            folder.resolve("matches"),
            "Match Host " + name + "\nSetEnv SHLVL=1 CALLED=by-name\nIPQoS af41 cs1\n");
    int forwarded = LoopbackPort.free();
    try (Echo echo = Echo.start();
        LiteServer server =
            LiteServer.start(folder, "UseDNS yes", "TCPKeepAlive no", "Include " + matches)) {
      Path keys = folder.resolve("authorized_keys");
      Files.writeString(keys, "from=\"" + name + "\" " + Files.readString(keys));
      int port = server.target().port();
      try (Running login =
          Login.to(server.target())
              .extra("-tt", "-o", "IPQoS=ef af11")
              .extra("-L", forwarded + ":127.0.0.1:" + echo.port())
              .command("echo called $CALLED; cat")
              .by(Client.SSH_LITE)
              .start()) {
        login.awaitOutput("called by-name");
        awaitServiceClass(port, EF, AF41);
        try (Socket bulk = new Socket("127.0.0.1", forwarded)) {
          bulk.getOutputStream().write("x".getBytes(StandardCharsets.US_ASCII));
          awaitServiceClass(port, AF11, CS1);
        }
        awaitServiceClass(port, EF, AF41);
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(socket(port, false)).contains("timer:(keepalive"));
        assertThat(socket(port, true)).doesNotContain("keepalive");
      }
    }
  }
}
