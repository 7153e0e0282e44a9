package org.sshlite.tests.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.client.ChannelFailedException;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exec;
import org.sshlite.client.ExecResult;
import org.sshlite.client.Exit;
import org.sshlite.client.HostPool;
import org.sshlite.client.PseudoTerminal;
import org.sshlite.client.RequestFailedException;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.client.TargetChannel;
import org.sshlite.client.TimeLimitException;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.protocol.forward.Target;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Server;

/** What an application does with a session. */
@Timeout(120)
class LibraryTest {
  private static final int MAXIMUM_SESSIONS = 3;
  private static final String[] CONFIGURATION = {
    "MaxSessions " + MAXIMUM_SESSIONS, "MaxStartups 100", "AcceptEnv LC_*"
  };

  @TempDir static Path folder;
  private static LiteServer lite;
  private static OpenSshServer openSsh;

  enum Peer {
    LITE,
    OPENSSH
  }

  /** What the library does by itself; by {@code -P whole} with each. */
  static Stream<Peer> few() {
    return Stream.of(Peer.values()).limit(Boolean.getBoolean("whole") ? 2 : 1);
  }

  @BeforeAll
  static void start() throws IOException {
    OpenSshServer.require();
    lite = LiteServer.start(Files.createDirectory(folder.resolve("lite")), CONFIGURATION);
    openSsh = OpenSshServer.start(Files.createDirectory(folder.resolve("openssh")), CONFIGURATION);
  }

  @AfterAll
  static void stop() {
    lite.close();
    openSsh.close();
  }

  private static Server server(Peer peer) {
    return peer == Peer.LITE ? lite : openSsh;
  }

  private static ClientOptions.Builder options(Peer peer) {
    return ClientOptions.builder()
        .trust(TrustPolicy.pinned(server(peer).target().hostKey()))
        .login(LoginOptions.withKey(server(peer).target().identity().key()));
  }

  private static String destination(Peer peer) {
    return OurLibrary.destination(server(peer).target());
  }

  private static ClientSession connect(SshClient client, Peer peer) throws IOException {
    return client.connect(destination(peer));
  }

  @ParameterizedTest
  @EnumSource
  void a_command_gets_its_input_its_environment_and_its_end(Peer peer) throws Exception {
    try (SshClient client = SshClient.create(options(peer).build());
        ClientSession session = connect(client, peer)) {
      Exec sort = Exec.of("sort; echo $LC_TEST >&2; exit 3");
      ExecResult result =
          session.exec(
              sort.input("b\na\n").environment("LC_TEST", "set").limit(Duration.ofSeconds(60)));
      assertThat(result.text()).isEqualTo("a\nb\n");
      assertThat(result.stderr()).asString(UTF_8).isEqualTo("set\n");
      assertThat(result.exit()).isEqualTo(new Exit.Status(3));
      byte[] much = new byte[3_000_000];
      assertThat(session.exec(Exec.of("cat").input(new ByteArrayInputStream(much))).stdout())
          .isEqualTo(much);
    }
  }

  @ParameterizedTest
  @EnumSource
  void output_goes_where_it_is_wanted_as_it_comes(Peer peer) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (SshClient client = SshClient.create(options(peer).build());
        ClientSession session = connect(client, peer)) {
      ExecResult result = session.exec(Exec.of("echo out; echo err >&2").output(out, err));
      assertThat(result.stdout()).isEmpty();
      assertThat(out.toString(UTF_8)).isEqualTo("out\n");
      assertThat(err.toString(UTF_8)).isEqualTo("err\n");
      OutputStream full =
          new OutputStream() {
            @Override
            public void write(int value) throws IOException {
              throw new IOException("no space left");
            }
          };
      assertThatThrownBy(
              () ->
                  session.exec(
                      Exec.of("echo; sleep 100").output(full, OutputStream.nullOutputStream())))
          .hasMessage("no space left");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_command_over_its_limit_is_told_to_end_and_the_session_goes_on(Peer peer) throws Exception {
    Path ended = folder.resolve("ended." + peer);
    String command = "trap 'echo > %s; exit' TERM; echo on; sleep 100 & wait".formatted(ended);
    try (SshClient client = SshClient.create(options(peer).build());
        ClientSession session = connect(client, peer)) {
      Exec hanging = Exec.of(command).limit(Duration.ofSeconds(2));
      assertThatThrownBy(() -> session.exec(hanging))
          .isInstanceOfSatisfying(
              TimeLimitException.class, e -> assertThat(e.limit()).isEqualTo(Duration.ofSeconds(2)))
          .satisfies(LibraryTest::containsThisTest);
      if (sendsSignals(peer)) {
        Awaitility.await().until(() -> Files.exists(ended));
      }
      assertThat(session.exec("echo still here").text()).isEqualTo("still here\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void half_of_an_input_is_not_taken_for_all_of_it(Peer peer) throws Exception {
    Path shell = folder.resolve("shell." + peer);
    Path whole = folder.resolve("whole." + peer);
    InputStream failing =
        new SequenceInputStream(
            new ByteArrayInputStream("half".getBytes(UTF_8)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                Awaitility.await().until(() -> Files.exists(shell) && Files.size(shell) > 0);
                throw new FileSystemException("disk", null, "cannot be read");
              }
            });
    try (SshClient client = SshClient.create(options(peer).build());
        ClientSession session = connect(client, peer)) {
      Exec keeping = Exec.of("echo $$ > %s; cat; echo > %s".formatted(shell, whole));
      assertThatThrownBy(() -> session.exec(keeping.input(failing)))
          .isInstanceOf(FileSystemException.class)
          .hasMessage("disk: cannot be read");
      if (sendsSignals(peer)) {
        long process = Long.parseLong(Files.readString(shell).strip());
        Awaitility.await().until(() -> ProcessHandle.of(process).isEmpty());
        assertThat(whole).doesNotExist();
      }
      assertThat(session.exec("echo still here").text()).isEqualTo("still here\n");
    }
  }

  /** OpenSSH's server does not where root is the user: "requires privilege separation". */
  private static boolean sendsSignals(Peer peer) {
    return peer == Peer.LITE || !System.getProperty("user.name").equals("root");
  }

  private static void containsThisTest(Throwable e) {
    assertThat(e.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(LibraryTest.class.getName()));
  }

  @ParameterizedTest
  @EnumSource
  void a_shell_is_streams_and_its_terminal_can_be_resized(Peer peer) throws Exception {
    try (SshClient client = SshClient.create(options(peer).build());
        ClientSession session = connect(client, peer);
        SessionChannel shell = session.shell(new PseudoTerminal("xterm", 80, 24))) {
      shell.stdin().write("stty size; echo $TERM; read line; stty size; exit 5\n".getBytes(UTF_8));
      StringBuilder seen = new StringBuilder();
      readUntil(shell, seen, "24 80\r\nxterm\r\n");
      shell.resize(132, 43);
      shell.stdin().write("\n".getBytes(UTF_8));
      readUntil(shell, seen, "43 132\r\n");
      shell.stdout().transferTo(OutputStream.nullOutputStream());
      assertThat(shell.waitFor()).isEqualTo(new Exit.Status(5));
    }
  }

  private static void readUntil(SessionChannel shell, StringBuilder seen, String text)
      throws IOException {
    byte[] piece = new byte[1000];
    while (seen.indexOf(text) < 0) {
      int count = shell.stdout().read(piece);
      assertThat(count).describedAs(seen.toString()).isPositive();
      seen.append(new String(piece, 0, count, UTF_8));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_command_on_a_terminal_has_one(Peer peer) throws Exception {
    try (SshClient client = SshClient.create(options(peer).build());
        ClientSession session = connect(client, peer)) {
      Exec exec = Exec.of("test -t 0 && stty size").terminal(new PseudoTerminal("vt100", 90, 30));
      assertThat(session.exec(exec).text()).isEqualTo("30 90\r\n");
      try (SessionChannel running = session.start(Exec.of("cat"))) {
        running.stdin().write(1);
        assertThat(running.stdout().read()).isEqualTo(1);
        if (sendsSignals(peer)) {
          running.signal("KILL");
          assertThat(running.waitFor()).isEqualTo(new Exit.Signal("KILL", false));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_subsystem_that_is_not_there_is_a_request_that_failed(Peer peer) throws Exception {
    try (SshClient client = SshClient.create(options(peer).build());
        ClientSession session = connect(client, peer)) {
      assertThatThrownBy(() -> session.subsystem("no-such"))
          .isInstanceOf(RequestFailedException.class)
          .hasMessage("the peer refused to start the subsystem no-such")
          .satisfies(LibraryTest::containsThisTest);
    }
  }

  @ParameterizedTest
  @EnumSource
  void beyond_MaxSessions_calls_wait_their_turn_on_request(Peer peer) throws Exception {
    try (SshClient client = SshClient.create(options(peer).queuesSessions(true).build());
        ClientSession session = connect(client, peer)) {
      List<CompletableFuture<ExecResult>> all =
          IntStream.range(0, 20).mapToObj(i -> session.execAsync("sleep 0.05; echo " + i)).toList();
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get().text()).isEqualTo(i + "\n");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("few")
  void a_call_that_waits_its_turn_can_be_given_up(Peer peer) throws Exception {
    try (SshClient client = SshClient.create(options(peer).queuesSessions(true).build());
        ClientSession session = connect(client, peer)) {
      List<SessionChannel> running = new ArrayList<>();
      for (int i = 0; i < MAXIMUM_SESSIONS; i++) {
        running.add(session.start(Exec.of("cat")));
      }
      assertThatThrownBy(() -> session.exec(Exec.of("true").limit(Duration.ofSeconds(1))))
          .isInstanceOf(TimeLimitException.class);
      CompletableFuture<ExecResult> next = session.execAsync("echo next");
      running.getFirst().stdin().close();
      assertThat(next.get().text()).isEqualTo("next\n");
      running.forEach(SessionChannel::close);
    }
  }

  @ParameterizedTest
  @EnumSource
  void beyond_MaxSessions_a_call_fails_and_says_why_otherwise(Peer peer) throws Exception {
    try (SshClient client = SshClient.create(options(peer).build());
        ClientSession session = connect(client, peer)) {
      for (int i = 0; i < MAXIMUM_SESSIONS; i++) {
        session.start(Exec.of("cat"));
      }
      assertThatThrownBy(() -> session.exec("true"))
          .isInstanceOf(ChannelFailedException.class)
          .hasMessageContaining("(3 sessions are open: MaxSessions?)")
          .satisfies(LibraryTest::containsThisTest);
    }
  }

  @ParameterizedTest
  @MethodSource("few")
  void a_pool_opens_connections_as_calls_need_them(Peer peer) throws Exception {
    try (SshClient client = SshClient.create(options(peer).build());
        HostPool pool = client.pool(destination(peer), 3)) {
      assertThat(pool.exec(Exec.of("echo one")).text()).isEqualTo("one\n");
      assertThat(pool.exec(Exec.of("echo two")).text()).isEqualTo("two\n");
      assertThat(pool.size()).isEqualTo(1);
      List<CompletableFuture<ExecResult>> all =
          // two for each: sshd still counts one that has just ended
          IntStream.range(0, 6)
              .mapToObj(i -> pool.execAsync(Exec.of("sleep 3; echo " + i)))
              .toList();
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get().text()).isEqualTo(i + "\n");
      }
      assertThat(pool.size()).isEqualTo(3);
      pool.with(
              session -> {
                session.connection().disconnect("lost");
                return session.connection().ended();
              })
          .get();
      assertThat(pool.size()).isEqualTo(2);
    }
  }

  /** Whoever holds the pool up sees what is done first. */
  @ParameterizedTest
  @MethodSource("few")
  void a_call_is_over_once_its_connection_is_free_for_another(Peer peer) throws Exception {
    try (SshClient client = SshClient.create(options(peer).build());
        HostPool pool = client.pool(destination(peer), 3)) {
      pool.with(CompletableFuture::completedFuture).get(); // it is connected
      CompletableFuture<String> under = new CompletableFuture<>();
      CompletableFuture<String> call = pool.with(_ -> under);
      Thread ending = Thread.ofPlatform().unstarted(() -> under.complete("done"));
      synchronized (pool) {
        ending.start();
        Awaitility.await().until(() -> ending.getState() == Thread.State.BLOCKED);
        assertThat(call).isNotDone();
      }
      assertThat(call.get()).isEqualTo("done");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_host_is_reached_through_others_in_one_call(Peer peer) throws Exception {
    try (SshClient client = SshClient.create(options(peer).build());
        ClientSession session =
            client.connectThrough(
                destination(peer), List.of(destination(peer), destination(peer)))) {
      assertThat(session.exec("echo arrived").text()).isEqualTo("arrived\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_from_the_host_is_a_channel_with_two_ends(Peer peer) throws Exception {
    try (ServerSocketChannel listening =
            ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        SshClient client = SshClient.create(options(peer).build());
        ClientSession session = connect(client, peer)) {
      answerAtEnd(listening);
      int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
      try (TargetChannel channel = session.connect(new Target.Tcp("127.0.0.1", port))) {
        converse(channel);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_unix_socket_of_the_host_is_such_a_channel_too(Peer peer) throws Exception {
    Path path = Files.createTempDirectory("ssh").resolve("socket");
    try (ServerSocketChannel listening =
            ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path));
        SshClient client = SshClient.create(options(peer).build());
        ClientSession session = connect(client, peer)) {
      answerAtEnd(listening);
      try (TargetChannel channel = session.connectAsync(new Target.Unix(path)).get()) {
        converse(channel);
      }
    } finally {
      Files.delete(path);
      Files.delete(path.getParent());
    }
  }

  /** Answers only when all has come: the half of a connection that is closed must not be both. */
  private static void answerAtEnd(ServerSocketChannel listening) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (SocketChannel socket = listening.accept()) {
                byte[] all = Channels.newInputStream(socket).readAllBytes();
                socket.write(ByteBuffer.wrap(all));
              } catch (IOException _) {
                return; // the test misses the answer
              }
            });
  }

  private static void converse(TargetChannel channel) throws IOException {
    assertThat(channel).isInstanceOf(ByteChannel.class);
    channel.write(ByteBuffer.wrap("there ".getBytes(UTF_8)));
    ByteBuffer direct = ByteBuffer.allocateDirect(100_000);
    direct.put("and back".getBytes(UTF_8)).flip();
    assertThat(channel.write(direct)).isEqualTo(8);
    channel.shutdownOutput();
    ByteBuffer answer = ByteBuffer.allocateDirect(100);
    while (channel.read(answer) >= 0) {
      assertThat(channel.isOpen()).isTrue();
    }
    assertThat(UTF_8.decode(answer.flip()).toString()).isEqualTo("there and back");
    channel.close();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(answer)).isInstanceOf(ClosedChannelException.class);
  }
}
