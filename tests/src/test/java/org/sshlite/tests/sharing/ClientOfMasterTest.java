package org.sshlite.tests.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Terminal;

/** {@code ssh-lite} as the client of a master that is {@code ssh}. */
class ClientOfMasterTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");

  private static LiteServer server;

  @TempDir Path folder;

  @BeforeAll
  static void startServer(@TempDir Path shared) {
    Client.SSH.require();
    server = LiteServer.start(shared, "MaxSessions 1");
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private Path socket() {
    return folder.resolve("mux");
  }

  private Running master() {
    return master(Client.SSH);
  }

  private Running master(Client client) {
    Running master =
        Login.to(server.target()).extra("-M", "-N", "-S", socket().toString()).by(client).start();
    Awaitility.await().until(() -> Files.exists(socket()));
    return master;
  }

  private Program session(String command) {
    return Login.to(server.target())
        .extra("-S", socket().toString())
        .command(command)
        .by(Client.SSH_LITE);
  }

  private Finished ask(String... question) {
    return ask(Client.SSH_LITE, question);
  }

  private Finished ask(Client client, String... question) {
    return Login.to(server.target())
        .extra("-S", socket().toString())
        .extra(question)
        .by(client)
        .run();
  }

  @Test
  void a_command_has_its_streams_and_its_status_through_the_master() {
    try (Running _ = master()) {
      Finished finished = session("cat; echo err >&2; exit 7").input("in\n").run();

      assertThat(finished.text()).isEqualTo("in\n");
      assertThat(finished.errors()).isEqualTo("err\n");
      assertThat(finished.status()).isEqualTo(7);
    }
  }

  @Test
  void what_MaxSessions_refuses_connects_by_itself() {
    try (Running _ = master();
        Running first = session("echo open; cat").start()) {
      first.awaitOutput("open\n");

      Finished second = session("echo alone").run();

      assertThat(second.errors()).contains("refused by peer");
      assertThat(second.text()).isEqualTo("alone\n");
      assertThat(second.status()).isZero();
    }
  }

  @Test
  void proxy_mode_gives_streams_and_status_through_the_master() {
    try (Running master = master()) {
      Finished finished =
          Login.to(server.target())
              .extra("-S", socket().toString(), "-O", "proxy")
              .command("cat; echo err >&2; exit 7")
              .by(Client.SSH_LITE)
              .input("in\n")
              .run();

      assertThat(finished.text()).isEqualTo("in\n");
      assertThat(finished.errors()).isEqualTo("err\n");
      assertThat(finished.status()).isEqualTo(7);
      assertThat(master.isAlive()).isTrue();
    }
  }

  @Test
  void a_master_is_asked_and_ended() {
    try (Running master = master()) {
      assertThat(ask("-O", "check").errors()).contains("Master running (pid=");
      assertThat(ask("-O", "exit").errors()).contains("Exit request sent.");
      master.awaitEnd();
    }
    Finished gone = ask("-O", "check");
    assertThat(gone.errors()).contains("Control socket connect(" + socket() + "): No such file");
    assertThat(gone.status()).isEqualTo(255);
  }

  /** Who is the master, and who asks it. */
  static Stream<Arguments> ends() {
    Arguments asking = Arguments.of(Client.SSH, Client.SSH_LITE);
    Arguments asked = Arguments.of(Client.SSH_LITE, Client.SSH);
    Arguments both = Arguments.of(Client.SSH_LITE, Client.SSH_LITE);
    return WHOLE ? Stream.of(asking, asked, both) : Stream.of(asking, asked);
  }

  /** It takes no more clients, and ends with its last session. */
  @ParameterizedTest
  @MethodSource("ends")
  void a_master_is_told_to_stop(Client client, Client other) {
    try (Running master = master(client);
        Running session = session("echo open; cat").start()) {
      session.awaitOutput("open\n");

      Finished stop = ask(other, "-O", "stop");
      assertThat(stop.errors()).contains("Stop listening request sent.");
      assertThat(stop.status()).isZero();
      Awaitility.await().until(() -> Files.notExists(socket()));
      assertThat(ask(other, "-O", "check").status()).isEqualTo(255);

      session.send("still there\n");
      session.awaitOutput("still there\n");
      session.endInput();
      assertThat(session.awaitEnd().status()).isZero();
      master.awaitEnd();
    }
  }

  /** One beyond the limit, and what is negative as an int. */
  static IntStream lengths() {
    return WHOLE ? IntStream.of(256 * 1024 + 1, -1) : IntStream.of(256 * 1024 + 1);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void a_socket_of_another_program_is_one_line_and_the_command_connects_by_itself(int length)
      throws IOException {
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(socket()));
      Thread.ofVirtual().start(() -> talkNonsense(other, length));

      Finished finished = session("echo alone").run();

      assertThat(finished.errors())
          .contains("master sends a message of " + Integer.toUnsignedString(length) + " bytes");
      assertThat(finished.text()).isEqualTo("alone\n");
    }
  }

  @Test
  void what_the_masters_user_refuses_is_told_so_and_the_command_connects_by_itself()
      throws IOException {
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(socket()));
      int self = (int) ProcessHandle.current().pid();
      Thread.ofVirtual()
          .start(
              () ->
                  say(
                      other,
                      message(0x00000001, 4), // MUX_MSG_HELLO, the version
                      message(0x80000005, 0, self), // MUX_S_ALIVE to the first request
                      message(0x80000002, 1, 4, 0x6e6f7065))); // MUX_S_PERMISSION_DENIED, "nope"

      Finished finished = session("echo alone").run();

      assertThat(finished.errors()).contains("Master refused session request: nope");
      assertThat(finished.text()).isEqualTo("alone\n");
    }
  }

  private static void talkNonsense(ServerSocketChannel other, int length) {
    try (SocketChannel client = other.accept()) {
      client.write(ByteBuffer.allocate(4).putInt(length).flip());
      client.read(ByteBuffer.allocate(64));
    } catch (IOException _) {
      return; // the test tells
    }
  }

  @Test
  void a_terminal_is_as_it_was_when_a_master_talks_nonsense_in_a_session() throws IOException {
    Terminal.require();
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(socket()));
      Thread.ofVirtual().start(() -> breakOff(other));
      Program client =
          Login.to(server.target()).pty().extra("-S", socket().toString()).by(Client.SSH_LITE);
      Program after =
          Program.of(
                  "sh",
                  "-c",
                  "\"$@\"; stty -a | grep -o '.icanon'; stty -a | grep -o '.echo '",
                  "sh")
              .with(client.command().toArray(String[]::new));

      try (Terminal terminal = Terminal.open(folder, 100, 20, after)) {
        terminal.awaitStatus();

        assertThat(terminal.screen())
            .contains("unexpected response from master")
            .contains(" icanon")
            .contains(" echo");
      }
    }
  }

  /** Opens a session, as PROTOCOL.mux has it, and then says something that is not in it. */
  private static void breakOff(ServerSocketChannel other) {
    int self = (int) ProcessHandle.current().pid();
    say(
        other,
        message(0x00000001, 4), // MUX_MSG_HELLO, the version
        message(0x80000005, 0, self), // MUX_S_ALIVE to the first request
        message(0x80000006, 1, 77), // MUX_S_SESSION_OPENED to the second
        message(0x80000042, 77));
  }

  /** All at once, to whoever comes first; then listens until he is gone. */
  private static void say(ServerSocketChannel other, ByteBuffer... messages) {
    try (SocketChannel client = other.accept()) {
      for (ByteBuffer message : messages) {
        client.write(message);
      }
      while (client.read(ByteBuffer.allocate(64)) >= 0) {
        continue;
      }
    } catch (IOException _) {
      return; // the test tells
    }
  }

  private static ByteBuffer message(int... words) {
    ByteBuffer message = ByteBuffer.allocate(Integer.BYTES * (1 + words.length));
    message.putInt(Integer.BYTES * words.length);
    for (int word : words) {
      message.putInt(word);
    }
    return message.flip();
  }
}
