package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Terminal;

/** A client whose command has ended stays for what is forwarded: ours as ssh. */
@Timeout(120)
class ForwardOutlivesCommandTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir static Path folder;
  private static OpenSshServer server;
  private static Echo echo;

  @BeforeAll
  static void start() throws IOException {
    OpenSshServer.require();
    server = OpenSshServer.start(folder);
    echo = Echo.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
    if (echo != null) {
      echo.close();
    }
  }

  /** Both, or ours alone: where it is asked for, whether the test is right. */
  static List<Client> clients() {
    return Boolean.getBoolean("whole")
        ? List.of(Client.SSH, Client.SSH_LITE)
        : List.of(Client.SSH_LITE);
  }

  /** A command that ends with 7 once its input has. */
  private static Program client(Client client, String... flags) {
    return Login.to(server.target()).extra(flags).command("echo in; cat; exit 7").by(client);
  }

  private static String target(int port) {
    return port + ":127.0.0.1:" + echo.port();
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static void assertEchoes(Socket socket) throws IOException {
    byte[] text = "there and back".getBytes(StandardCharsets.UTF_8);
    socket.getOutputStream().write(text);
    assertThat(socket.getInputStream().readNBytes(text.length)).isEqualTo(text);
  }

  /** Until the server has told the client of its end, and a little longer. */
  private static void endCommand(Running running, int before) {
    running.endInput();
    await().atMost(PATIENCE).until(() -> ended() > before);
    Login.to(server.target()).command("true").by(Client.SSH).runWell();
  }

  /** How many sessions the server has seen the end of. */
  private static int ended() {
    return server.log().split("Close session", -1).length;
  }

  @ParameterizedTest
  @MethodSource("clients")
  void what_is_connected_either_way_goes_on_until_it_is_closed(Client client) throws IOException {
    int local = LoopbackPort.free();
    int remote = LoopbackPort.free();
    try (Running running = client(client, "-L", target(local), "-R", target(remote)).start()) {
      running.awaitOutput("in");
      Socket there = connect(local);
      try (Socket back = connect(remote)) {
        assertEchoes(there);
        assertEchoes(back);
        endCommand(running, ended());
        assertEchoes(there);
        assertEchoes(back);
        there.close();
        assertThat(Echo.ask(local, "one more")).isEqualTo("one more");
        assertEchoes(back);
        assertThat(running.isAlive()).isTrue();
      }
      Finished finished = running.awaitEnd();
      assertThat(finished.status()).isEqualTo(7);
      assertThat(finished.errors()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void a_SOCKS_client_that_has_not_said_where_to_keeps_nobody(Client client) throws IOException {
    int local = LoopbackPort.free();
    int remote = LoopbackPort.free();
    try (Running running = client(client, "-D", "" + local, "-R", "" + remote).start()) {
      running.awaitOutput("in");
      try (Socket here = connect(local);
          Socket there = connect(remote)) {
        assertGreeted(here);
        assertGreeted(there);
        running.endInput();
        assertThat(running.awaitEnd().status()).isEqualTo(7);
      }
    }
  }

  /** The first words of SOCKS 5: no method of a login. */
  private static void assertGreeted(Socket socket) throws IOException {
    socket.getOutputStream().write(new byte[] {5, 1, 0});
    assertThat(socket.getInputStream().readNBytes(2)).containsExactly(5, 0);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void a_signal_ends_it_all_the_same(Client client) throws IOException {
    int local = LoopbackPort.free();
    try (Running running = client(client, "-L", target(local)).start()) {
      running.awaitOutput("in");
      try (Socket socket = connect(local)) {
        assertEchoes(socket);
        endCommand(running, ended());
        assertThat(running.isAlive()).isTrue();
        running.terminate();
        assertThat(running.awaitEnd().status()).isEqualTo(255);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void of_a_connection_that_breaks_off_meanwhile_the_status_is_the_command_s(Client client)
      throws IOException {
    int local = LoopbackPort.free();
    Program program =
        Login.to(server.target())
            .extra("-L", target(local))
            .command("echo in $PPID; cat; exit 7")
            .by(client);
    try (Running running = program.start()) {
      running.awaitOutput("\n");
      try (Socket socket = connect(local)) {
        assertEchoes(socket);
        endCommand(running, ended());
        assertEchoes(socket);
        long session = Long.parseLong(running.output().strip().split(" ")[1]);
        Optional<ProcessHandle> serving = ProcessHandle.of(session);
        assertThat(serving.map(ProcessHandle::destroyForcibly)).contains(true);
        Finished finished = running.awaitEnd();
        assertThat(finished.status()).isEqualTo(7);
        assertThat(finished.errors()).contains("Connection to 127.0.0.1 closed by remote host.");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void a_tunnel_in_the_background_lives_as_long_as_it_is_used(Client client) throws IOException {
    int local = LoopbackPort.free();
    Path release = Files.createTempDirectory(folder, "release").resolve("now");
    String waits = "until [ -e " + release + " ]; do sleep 0.1; done";
    Program program =
        Login.to(server.target()).extra("-f", "-L", target(local)).command(waits).by(client);
    // what goes on keeps both streams, as ssh's: the end of a pipe would be waited for
    Program detached =
        Program.of("sh", "-c", "exec \"$@\" 2>&1", "sh")
            .with(program.command().toArray(String[]::new))
            .output(folder.resolve("tunnel-output"));
    assertThat(detached.run().status()).isZero();
    try (Socket socket = connect(local)) {
      assertEchoes(socket);
      int before = ended();
      Files.createFile(release);
      await().atMost(PATIENCE).until(() -> ended() > before);
      Login.to(server.target()).command("true").by(Client.SSH).runWell();
      assertEchoes(socket);
      socket.shutdownOutput();
      try (InputStream rest = socket.getInputStream()) {
        assertThat(rest.readAllBytes()).isEmpty();
      }
    }
    await().atMost(PATIENCE).until(() -> !listens(local));
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void a_master_stays_for_what_is_forwarded(Client client) throws IOException {
    int local = LoopbackPort.free();
    Path control = Path.of(client.name());
    Path socketFile = folder.resolve(control);
    Path release = folder.resolve(control + "-release");
    Login first =
        Login.to(server.target())
            .extra("-o", "ControlMaster=auto", "-o", "ControlPersist=1", "-S", "" + socketFile)
            .extra("-L", target(local))
            .command("until [ -e " + release + " ]; do sleep 0.1; done; exit 7");
    // its streams are not this test's: a master that persists may keep them
    Program program =
        Program.of("sh", "-c", "exec \"$@\" 2>&1", "sh")
            .with(first.by(client).command().toArray(String[]::new))
            .output(folder.resolve(control + "-output"));
    Running running = program.start();
    try (Socket socket = awaitConnection(local)) {
      assertEchoes(socket);
      Files.createFile(release);
      assertThat(running.awaitEnd().status()).isEqualTo(7);
      // two of its seconds: what is asked of a server, and through the master nothing
      await().during(Duration.ofSeconds(2)).until(() -> Files.exists(socketFile));
      assertEchoes(socket);
    } finally {
      running.close();
    }
    await().atMost(PATIENCE).until(() -> Files.notExists(socketFile));
  }

  private static Socket awaitConnection(int port) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> connect(port), Socket::isConnected);
  }

  @Test
  void at_a_terminal_the_keys_are_the_user_s_again_and_Ctrl_C_ends_it() throws IOException {
    Terminal.require();
    int local = LoopbackPort.free();
    for (Client client : clients()) {
      Path place = Files.createTempDirectory(folder, "t");
      Program program =
          Login.to(server.target())
              .pty()
              .extra("-L", target(local))
              .command("echo in; read line; exit 7")
              .by(client);
      try (Terminal terminal = Terminal.open(place, 80, 24, program)) {
        terminal.awaitScreen("in");
        try (Socket socket = connect(local)) {
          assertEchoes(socket);
          int before = ended();
          terminal.press("Enter");
          await().atMost(PATIENCE).until(() -> ended() > before);
          Login.to(server.target()).command("true").by(Client.SSH).runWell();
          assertEchoes(socket);
          // before that the key is read by nobody
          await().atMost(PATIENCE).until(terminal::isCooked);
          terminal.press("C-c");
          assertThat(terminal.awaitStatus()).isEqualTo(255);
        }
      }
    }
  }
}
