package org.sshlite.tests.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Running;

/**
 * {@code ssh-lite} as a master, of {@code ssh} above all: one for all tests, which the last ends.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MasterTest {
  private static final int LAST = Integer.MAX_VALUE;

  private static final byte[] HELLO = {0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 4};

  @TempDir static Path folder;
  private static OpenSshServer server;
  private static Running master;

  @BeforeAll
  static void startMaster() {
    Client.SSH.require();
    OpenSshServer.require();
    server = OpenSshServer.start(folder, "MaxSessions 2", "AcceptEnv FRUIT GREENS");
    master =
        Login.to(server.target())
            .extra("-M", "-N", "-S", socket().toString(), "-o", "SendEnv=FRUIT")
            .by(Client.SSH_LITE)
            .start();
    awaitSocket(socket());
  }

  @AfterAll
  static void stop() {
    if (master != null) {
      master.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static Path socket() {
    return folder.resolve("mux");
  }

  private static void awaitSocket(Path socket) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(socket));
  }

  private static Login through(String... arguments) {
    return Login.to(server.target()).extra("-S", socket().toString()).extra(arguments);
  }

  private static Finished ask(String... arguments) {
    return through(arguments).by(Client.SSH).run();
  }

  @Test
  void ssh_has_streams_status_and_permitted_variables_of_its_command_through_the_master() {
    Finished finished =
        through("-o", "SendEnv=FRUIT GREENS")
            .command("cat; echo err >&2; echo $FRUIT-$GREENS; exit 7")
            .by(Client.SSH)
            .env("FRUIT", "äpple")
            .env("GREENS", "leek")
            .input("in\n")
            .run();

    assertThat(finished.text()).isEqualTo("in\näpple-\n");
    assertThat(finished.errors()).isEqualTo("err\n");
    assertThat(finished.status()).isEqualTo(7);
  }

  @Test
  void ssh_lite_goes_through_the_master_too() {
    // a master that is asked for a command without the server seeing a login
    Finished finished =
        through("-o", "IdentityFile=/nonexistent", "-o", "SendEnv=FRUIT")
            .command("echo $FRUIT; exit 8")
            .by(Client.SSH_LITE)
            .env("FRUIT", "pear")
            .run();

    assertThat(finished.text()).isEqualTo("pear\n");
    assertThat(finished.status()).isEqualTo(8);
  }

  @Test
  void a_command_that_a_signal_ends_is_255_for_ssh() {
    assertThat(through().command("kill -9 $$").by(Client.SSH).run().status()).isEqualTo(255);
  }

  @Test
  void a_terminal_has_its_type() {
    Finished finished =
        through().pty().command("tty; echo $TERM").by(Client.SSH).env("TERM", "vt220").run();

    assertThat(finished.text()).contains("/dev/").contains("vt220");
    assertThat(finished.errors()).contains("Shared connection to 127.0.0.1 closed.");
  }

  @Test
  void an_escape_lists_what_runs_over_the_connection() {
    Finished finished = through().pty().command("cat").by(Client.SSH).input("~#~.").run();

    assertThat(finished.errors())
        .contains("The following connections are open:\r\n  #0 client-session (session, there #");
  }

  @Test
  void megabytes_go_both_ways_at_once_and_arrive_whole() {
    byte[] megabytes = new byte[3_000_000];
    Arrays.fill(megabytes, (byte) 'x');
    try (Running cat = through().command("cat").by(Client.SSH).start()) {
      cat.send(megabytes);
      cat.endInput();
      assertThat(cat.awaitEnd().output()).isEqualTo(megabytes);
    }
  }

  @Test
  void what_MaxSessions_refuses_connects_by_itself() {
    try (Running first = through().command("echo open; cat").by(Client.SSH).start();
        Running second = through().command("echo open; cat").by(Client.SSH).start()) {
      first.awaitOutput("open\n");
      second.awaitOutput("open\n");

      Finished third = through().command("echo alone").by(Client.SSH).run();

      assertThat(third.errors()).contains("Session open refused by peer");
      assertThat(third.text()).isEqualTo("alone\n");
    }
  }

  @Test
  void a_client_that_is_killed_takes_its_command_along() {
    try (Running killed = through().command("echo $$; exec cat").by(Client.SSH).start()) {
      killed.awaitOutput("\n");
      long command = Long.parseLong(killed.output().strip());
      assertThat(ProcessHandle.of(command)).isPresent();

      killed.terminate();

      Awaitility.await().until(() -> ProcessHandle.of(command).isEmpty());
    }
  }

  @Test
  void it_says_who_it_is_and_what_the_connection_is() {
    assertThat(ask("-O", "check").errors()).contains("Master running (pid=" + master.pid());
    // of ssh only since 10.3: names and order are those of its packet.c
    assertThat(through("-O", "conninfo").by(Client.SSH_LITE).run().text().lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith(" pid " + master.pid()),
            line ->
                assertThat(line).matches("  tcp 127\\.0\\.0\\.1:\\d+ -> 127\\.0\\.0\\.1:" + port()),
            line -> assertThat(line).matches("  duration \\d\\d:\\d\\d:\\d\\d"),
            line -> assertThat(line).startsWith("  kexalgorithm "),
            line -> assertThat(line).startsWith("  hostkeyalgorithm "),
            line -> assertThat(line).startsWith("  cipher "),
            line -> assertThat(line).startsWith("  mac "),
            line -> assertThat(line).isEqualTo("  compression none"),
            line -> assertThat(line).isEqualTo("  rekey limit none interval none"),
            line -> assertThat(line).matches("  traffic \\d+ pkts \\d+ blks .*B in, .*B out"),
            line -> assertThat(line).startsWith("  user "),
            line -> assertThat(line).startsWith("  peer SSH-2.0-OpenSSH"),
            line -> assertThat(line).startsWith("  key exchanges "));
  }

  private static int port() {
    return server.target().port();
  }

  @Test
  void forwards_come_and_go() throws IOException {
    int port = LoopbackPort.free();
    String forward = port + ":127.0.0.1:" + server.target().port();

    assertThat(ask("-O", "forward", "-L", forward).status()).isZero();
    assertThat(ask("-O", "forward", "-L", forward).status()).isZero(); // it is there already
    try (Socket through = new Socket("127.0.0.1", port)) {
      assertThat(through.getInputStream().readNBytes(4)).asString().isEqualTo("SSH-");
      assertThat(through("-O", "channels").by(Client.SSH_LITE).run().text())
          .contains(
              " for 127.0.0.1 port " + port() + ", connect from 127.0.0.1 port ",
              " (direct-tcpip, there #",
              "  local forward, listens at " + port + "\r\n");
    }
    assertThat(ask("-O", "cancel", "-L", forward).errors()).isEmpty();
    assertThat(ask("-O", "cancel", "-L", forward).errors()).contains("port not forwarded");
    assertThat(ask("-O", "forward", "-L", "/nonexistent/s:127.0.0.1:1").errors())
        .contains("Port forwarding failed");
  }

  @Test
  void the_far_end_says_which_port_it_found() {
    String to = "0:127.0.0.1:" + server.target().port();

    assertThat(Integer.parseInt(ask("-O", "forward", "-R", to).text().strip())).isPositive();
  }

  @Test
  void a_connection_goes_over_the_standard_streams() {
    String there = "127.0.0.1:" + server.target().port();
    try (Running pipe = through("-W", there).by(Client.SSH).start()) {
      pipe.awaitOutput("SSH-2.0-");
      pipe.endInput();
      assertThat(pipe.awaitEnd().status()).isZero();
    }
  }

  @Test
  void the_socket_is_nobody_elses_and_no_second_master_takes_its_place() throws IOException {
    Object before = Files.getAttribute(socket(), "unix:ino");

    Finished second =
        Login.to(server.target())
            .extra("-M", "-S", socket().toString())
            .command("echo alone")
            .by(Client.SSH_LITE)
            .run();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
        .isEqualTo("rw-------");
    assertThat(second.errors())
        .contains("ControlSocket " + socket() + " already exists, disabling multiplexing");
    assertThat(second.text()).isEqualTo("alone\n");
    assertThat(Files.getAttribute(socket(), "unix:ino")).isEqualTo(before);
    try (var files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .as("temporary names")
          .noneMatch(name -> name.startsWith("mux."));
    }
  }

  @Test
  void nonsense_ends_its_client_and_nobody_else() throws IOException {
    refused(new byte[] {-1, -1, -1, -1}); // a length
    refused(new byte[] {0, 4, 0, 1, 0, 0, 0, 1}); // one more than 256 KiB
    refused(new byte[] {0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 9}); // a version
    refused(new byte[] {0, 0, 0, 8, 0x10, 0, 0, 4, 0, 0, 0, 0}); // before hello
    refused(HELLO, new byte[] {0, 0, 0, 4, 0x10, 0, 0, 2}); // a request without an id
    refused(HELLO, new byte[] {0, 0, 0, 12, 0x10, 0, 0, 2, 0, 0, 0, 0, -1, -1, -1, -1});
    // a stdio forward without its open files
    byte[] forward = {
      0, 0, 0, 25, 0x10, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 'l', 'o', 'c', 'a', 'l', 0, 0,
      0, 9
    };
    refused(HELLO, forward, new byte[] {0});

    assertThat(ask("-O", "check").errors()).contains("Master running (pid=");
  }

  @Test
  void what_is_as_long_as_it_may_be_is_answered() throws IOException {
    ByteBuffer longest = ByteBuffer.allocate(4 + 256 * 1024);
    longest.putInt(256 * 1024).putInt(0x10000099).putInt(7).rewind();
    try (SocketChannel client = connected()) {
      client.write(ByteBuffer.wrap(HELLO));
      assertThat(answer(client)).startsWith(1);
      while (longest.hasRemaining()) {
        client.write(longest);
      }
      assertThat(answer(client)).startsWith(0x80000003, 7); // MUX_S_FAILURE
    }
  }

  private static SocketChannel connected() throws IOException {
    SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
    client.connect(UnixDomainSocketAddress.of(socket()));
    return client;
  }

  /** The next message, as numbers; none when the master has hung up. */
  private static int[] answer(SocketChannel client) throws IOException {
    DataInputStream in = new DataInputStream(Channels.newInputStream(client));
    int[] numbers = new int[2];
    try {
      byte[] message = in.readNBytes(in.readInt());
      ByteBuffer.wrap(message).asIntBuffer().get(numbers);
      return numbers;
    } catch (EOFException | SocketException _) {
      return new int[0];
    }
  }

  @Test
  void so_many_clients_are_served_at_once_and_no_more() throws IOException {
    List<SocketChannel> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 256; i++) {
        SocketChannel client = connected();
        clients.add(client);
        client.write(ByteBuffer.wrap(HELLO));
        assertThat(answer(client)).as("client %d", i + 1).startsWith(1);
      }
      try (SocketChannel one = connected()) {
        assertThat(answer(one)).isEmpty();
      }
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
    Awaitility.await().until(() -> ask("-O", "check").errors().contains("Master running (pid="));
  }

  private static void refused(byte[]... messages) throws IOException {
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(UnixDomainSocketAddress.of(socket()));
      for (byte[] message : messages) {
        client.write(ByteBuffer.wrap(message));
      }
      ByteBuffer said = ByteBuffer.allocate(1024);
      while (client.read(said) >= 0) {
        said.clear(); // its hello
      }
    } catch (SocketException _) {
      return; // closed before it had read all: reset
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Client.class,
      names = {"SSH", "SSH_LITE"})
  void proxy_mode_gives_streams_and_status_without_a_login(Client client) {
    Finished finished =
        through("-O", "proxy", "-o", "IdentityFile=/nonexistent")
            .command("cat; echo err >&2; exit 7")
            .by(client)
            .input("in\n")
            .run();

    assertThat(finished.text()).isEqualTo("in\n");
    assertThat(finished.errors()).contains("err\n");
    assertThat(finished.status()).isEqualTo(7);
  }

  @Test
  void in_proxy_mode_the_far_end_listens_for_who_asked() throws IOException {
    try (ServerSocket target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> Greeting.to(target));
      int port = LoopbackPort.free();
      Finished finished =
          through("-O", "proxy", "-R", port + ":127.0.0.1:" + target.getLocalPort())
              .command("bash -c 'exec 3<>/dev/tcp/127.0.0.1/" + port + " && cat <&3'")
              .by(Client.SSH)
              .run();

      assertThat(finished.text()).as(finished.errors()).isEqualTo("from here\n");
    }
  }

  @Test
  @Order(LAST)
  void it_ends_when_it_is_asked_to_and_takes_its_socket_along() {
    assertThat(ask("-O", "exit").errors()).contains("Exit request sent.");

    assertThat(master.awaitEnd().status()).isEqualTo(255); // as ssh's
    assertThat(socket()).doesNotExist();
  }
}
