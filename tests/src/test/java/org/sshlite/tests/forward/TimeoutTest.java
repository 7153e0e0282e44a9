package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.Running;

/**
 * ChannelTimeout and UnusedConnectionTimeout, seen with ssh. What must go on has six chances in the
 * time after which it would be closed: a busy machine misses some.
 */
@Timeout(120)
class TimeoutTest {
  private static LiteServer server;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Client.SSH.require();
    Path matches =
        Files.writeString(
            folder.resolve("matches"),
            "Match User %s\nUnusedConnectionTimeout 1\nChannelTimeout none\n"
                .formatted(Account.NAME));
    server =
        LiteServer.start(
            folder, "Include " + matches, "ChannelTimeout session:command=3 direct-tcpip=3");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void a_command_without_traffic_is_closed_and_one_with_traffic_goes_on() {
    try (Running silent =
        Login.to(server.target()).command("exec sleep 60").by(Client.SSH).start()) {
      assertThat(silent.awaitEnd().status()).isEqualTo(255);
      server.awaitLog("closing a channel session:command for inactivity");
    }
    assertThat(
            Login.to(server.target())
                .command("for i in 1 2 3 4 5 6 7 8 9 10; do echo $i; sleep 0.5; done")
                .by(Client.SSH)
                .runWell())
        .isEqualTo("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
  }

  @Test
  void a_forwarded_connection_without_traffic_is_closed_and_nothing_else() throws Exception {
    int port = LoopbackPort.free();
    try (Echo echo = Echo.start();
        Running ssh =
            Login.to(server.target())
                .extra("-L", port + ":127.0.0.1:" + echo.port())
                .command("while echo on; do sleep 0.3; done")
                .by(Client.SSH)
                .start()) {
      ssh.awaitOutput("on");
      try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
        socket.getOutputStream().write(1);
        assertThat(socket.getInputStream().read()).isEqualTo(1);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
      await().until(() -> echo.open() == 0);
      assertThat(Echo.ask(port, "again")).isEqualTo("again");
    }
  }

  @Test
  void a_connection_without_channels_is_ended_for_whom_that_is_said() {
    try (Running ssh =
        Login.to(server.passwordTarget()).byPassword().extra("-N").by(Client.SSH).start()) {
      assertThat(ssh.awaitEnd().status()).isEqualTo(255);
    }
    server.awaitLog("terminating inactive connection from user " + Account.NAME + " 127.0.0.1");
  }
}
