package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.Running;

/** Two hundred forwards at once while keys change, and ends that are killed. */
@Timeout(120)
class ManyForwardsTest {
  private static final int FORWARDS = 200;

  private static LiteServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    Client.SSH.require();
    server = LiteServer.start(folder, "RekeyLimit 1M 1");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static Running forward(int port, Echo echo) {
    return forward(Client.SSH, port, echo);
  }

  private static Running forward(Client client, int port, Echo echo) {
    Running ssh =
        Login.to(server.target())
            .extra("-v", "-o", "ExitOnForwardFailure=yes")
            .extra("-L", port + ":127.0.0.1:" + echo.port())
            .command("echo ready; cat")
            .by(client)
            .start();
    ssh.awaitOutput("ready");
    return ssh;
  }

  private static CompletableFuture<String> ask(int port, String text) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Echo.ask(port, text);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        },
        Thread::startVirtualThread);
  }

  /** Both ends ours; the others here are by ssh. */
  static List<Client> clients() {
    return Boolean.getBoolean("whole")
        ? List.of(Client.SSH, Client.SSH_LITE)
        : List.of(Client.SSH_LITE);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void two_hundred_forwards_go_on_while_keys_are_exchanged(Client client) throws Exception {
    int port = LoopbackPort.free();
    try (Echo echo = Echo.start();
        Running ssh = forward(client, port, echo)) {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      String text = "much ".repeat(20_000);
      for (int i = 0; i < FORWARDS; i++) {
        answers.add(ask(port, text + i));
      }
      for (int i = 0; i < FORWARDS; i++) {
        assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(text + i);
      }
      // each second too, but only where there is something to send
      await()
          .untilAsserted(
              () -> {
                assertThat(ask(port, text).get(60, TimeUnit.SECONDS)).isEqualTo(text);
                assertThat(ssh.errors().split("kex: algorithm: ")).hasSizeGreaterThan(5);
              });
      await().until(() -> echo.open() == 0);
    }
  }

  private static List<Socket> connect(int port) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < FORWARDS; i++) {
      Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
      sockets.add(socket);
      socket.getOutputStream().write(i);
    }
    for (int i = 0; i < FORWARDS; i++) {
      assertThat(sockets.get(i).getInputStream().read()).isEqualTo(i & 0xff);
    }
    return sockets;
  }

  @Test
  void a_client_that_is_killed_leaves_no_connection_to_the_target() throws Exception {
    int port = LoopbackPort.free();
    try (Echo echo = Echo.start();
        Running ssh = forward(port, echo)) {
      connect(port);
      assertThat(echo.open()).isEqualTo(FORWARDS);
      ProcessHandle.of(ssh.pid()).orElseThrow().destroyForcibly();
      await().until(() -> echo.open() == 0);
    }
  }

  @Test
  void a_target_that_goes_is_seen_by_all_who_use_it() throws Exception {
    int port = LoopbackPort.free();
    try (Echo echo = Echo.start();
        Running _ = forward(port, echo)) {
      List<Socket> sockets = connect(port);
      echo.hangUp();
      for (Socket socket : sockets) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        socket.close();
      }
    }
  }
}
