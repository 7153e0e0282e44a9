package org.sshlite.tests.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.AuthenticationFailedException;
import org.sshlite.client.ChannelFailedException;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.ConnectFailedException;
import org.sshlite.client.ConnectionLostException;
import org.sshlite.client.Exec;
import org.sshlite.client.ExecResult;
import org.sshlite.client.HostNotTrustedException;
import org.sshlite.client.NegotiationFailedException;
import org.sshlite.client.NetworkOptions;
import org.sshlite.client.ResolveFailedException;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.client.SshException;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OurLibrary;

/** Each kind of failure has a type, and shows who made the call. */
@Timeout(120)
class FailureTest {
  @TempDir static Path folder;
  private static LiteServer server;

  @BeforeAll
  static void start() {
    server = LiteServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ClientOptions.Builder options() {
    return ClientOptions.builder()
        .trust(TrustPolicy.pinned(server.target().hostKey().fingerprint()))
        .login(LoginOptions.withKey(server.target().identity().key()));
  }

  private static String destination() {
    return OurLibrary.destination(server.target());
  }

  /** Fails to connect, and does so alike without waiting. */
  private static <E extends SshException> E failure(
      Class<E> type, ClientOptions options, String destination) {
    try (SshClient client = SshClient.create(options)) {
      assertThatThrownBy(() -> client.connectAsync(destination).get())
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isExactlyInstanceOf(type);
      E failure = assertThrows(type, () -> client.connect(destination));
      containsThisTest(failure);
      return failure;
    }
  }

  private static void containsThisTest(Throwable e) {
    assertThat(e.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(FailureTest.class.getName()));
  }

  @Test
  void a_name_without_an_address() {
    assertThat(failure(ResolveFailedException.class, options().build(), "no-such-host.invalid"))
        .hasMessage("Could not resolve hostname no-such-host.invalid: Name or service not known");
  }

  @Test
  void an_address_where_nobody_listens() {
    int port = LoopbackPort.free();
    ConnectFailedException e =
        failure(ConnectFailedException.class, options().build(), "ssh://127.0.0.1:" + port);
    assertThat(e).hasMessage("connect to host 127.0.0.1 port " + port + ": Connection refused");
    assertThat(e).hasRootCauseInstanceOf(ConnectException.class);
    assertThat(e.isTimeout()).isFalse();
  }

  @Test
  void an_address_where_nobody_answers() throws Exception {
    ClientOptions hasty =
        options()
            .network(NetworkOptions.builder().connectTimeout(Duration.ofMillis(100)).build())
            .build();
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // the system answers nobody beyond the backlog
      for (int i = 0; i < 4; i++) {
        SocketChannel one = SocketChannel.open();
        waiting.add(one);
        one.configureBlocking(false);
        one.connect(full.getLocalSocketAddress());
      }
      ConnectFailedException e =
          failure(ConnectFailedException.class, hasty, "ssh://127.0.0.1:" + full.getLocalPort());
      assertThat(e).hasMessageEndingWith(": Connection timed out");
      assertThat(e.isTimeout()).isTrue();
    } finally {
      for (SocketChannel one : waiting) {
        one.close();
      }
    }
  }

  @Test
  void a_host_that_says_nothing() throws Exception {
    ClientOptions hasty =
        options()
            .transport(TransportOptions.builder().loginGrace(Duration.ofMillis(100)).build())
            .build();
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ConnectionLostException e =
          failure(ConnectionLostException.class, hasty, "ssh://127.0.0.1:" + silent.getLocalPort());
      assertThat(e.isTimeout()).isTrue();
    }
  }

  @Test
  void a_client_that_is_closed() throws Exception {
    SshClient client = SshClient.create(options().build());
    ClientSession session = client.connect(destination());
    client.close();
    ConnectionLostException e =
        assertThrows(ConnectionLostException.class, () -> session.exec("true"));
    assertThat(e.isTimeout()).isFalse();
    session.close();
    client.close();
    assertThrows(ConnectFailedException.class, () -> client.connect(destination()));
  }

  @Test
  void a_port_of_another_protocol() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                while (!web.isClosed()) {
                  try (Socket socket = web.accept()) {
                    socket.getOutputStream().write("SSH-1.5-old\r\n".getBytes(UTF_8));
                    socket.getInputStream().readAllBytes();
                  } catch (IOException _) {
                    continue; // the next, if there is one
                  }
                }
              });
      assertThat(
              failure(
                  NegotiationFailedException.class,
                  options().build(),
                  "ssh://127.0.0.1:" + web.getLocalPort()))
          .hasMessage("the peer speaks SSH protocol 1.5; only 2.0 is safe");
    }
  }

  @Test
  void nothing_in_common() {
    ClientOptions options =
        options()
            .transport(
                TransportOptions.builder().hostKeyAlgorithms(List.of("rsa-sha2-512")).build())
            .build();
    assertThat(failure(NegotiationFailedException.class, options, destination()))
        .hasMessageContaining("no matching host key type found");
  }

  @Test
  void a_host_that_is_another() throws Exception {
    KeyPair other = KeyPair.create(folder.resolve("other"));
    ClientOptions options = options().trust(TrustPolicy.pinned(other.publicKey())).build();
    HostNotTrustedException e = failure(HostNotTrustedException.class, options, destination());
    assertThat(e.fingerprint()).isEqualTo(server.target().hostKey().fingerprint());
    assertThat(e).hasMessageContaining("is not trusted");
    assertThat(e.doubt()).isEqualTo(Refusal.Doubt.OTHER);
  }

  @Test
  void a_host_that_is_unknown_changed_or_revoked_by_the_known_hosts() throws Exception {
    String right = server.target().hostKey().type() + " " + base64(server.target().hostKey());
    PublicKey other = KeyPair.create(folder.resolve("changed")).publicKey();
    assertThat(doubt("")).isEqualTo(Refusal.Doubt.UNKNOWN);
    assertThat(doubt("* " + other.type() + " " + base64(other))).isEqualTo(Refusal.Doubt.CHANGED);
    assertThat(doubt("@revoked * " + right)).isEqualTo(Refusal.Doubt.REVOKED);
  }

  private static String base64(PublicKey key) {
    return Base64.getEncoder().encodeToString(key.blob());
  }

  private static Refusal.Doubt doubt(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("known"), line + "\n");
    TrustOptions trust =
        TrustOptions.builder().knownHosts(KnownHosts.open(List.of(file), List.of())).build();
    return failure(HostNotTrustedException.class, options().trust(trust).build(), destination())
        .doubt();
  }

  @Test
  void a_user_who_is_not_believed() throws Exception {
    KeyPair stranger = KeyPair.create(folder.resolve("stranger"));
    ClientOptions options = options().login(LoginOptions.withKey(stranger.key())).build();
    AuthenticationFailedException e =
        failure(AuthenticationFailedException.class, options, destination());
    assertThat(e.methodsLeft()).contains("publickey", "password");
  }

  @Test
  void a_known_password_is_tried_once_and_only_with_a_host_that_is_believed() throws Exception {
    String right = OurLibrary.destination(server.passwordTarget());
    ClientOptions wrong = options().login(LoginOptions.withPassword("wrong")).build();
    failure(AuthenticationFailedException.class, wrong, right);
    ClientOptions known =
        options().login(LoginOptions.withPassword(server.target().password())).build();
    try (SshClient client = SshClient.create(known);
        ClientSession session = client.connect(right)) {
      assertThat(session.connection().info().peerIdentification()).isPresent();
    }
    assertThat(known.login().toString()).doesNotContain(server.target().password());
    ClientOptions elsewhere = options().login(known.login()).trust((_, _, _) -> false).build();
    failure(HostNotTrustedException.class, elsewhere, right);
  }

  @Test
  void a_channel_that_is_refused() throws Exception {
    try (SshClient client = SshClient.create(options().build());
        ClientSession session = client.connect(destination())) {
      Target nobody = new Target.Tcp("127.0.0.1", LoopbackPort.free());
      assertThatThrownBy(() -> session.connect(nobody))
          .isInstanceOf(ChannelFailedException.class)
          .hasMessageContaining("Connection refused")
          .satisfies(FailureTest::containsThisTest);
      assertThatThrownBy(() -> session.connectAsync(nobody).get())
          .hasCauseInstanceOf(ChannelFailedException.class);
    }
  }

  @Test
  void a_connection_that_is_lost_under_a_command() throws Exception {
    try (SshClient client = SshClient.create(options().build());
        ClientSession session = client.connect(destination())) {
      SessionChannel idle = session.start(Exec.of("cat"));
      CompletableFuture<ExecResult> running = session.execAsync("cat; sleep 100");
      CompletableFuture<ExecResult> waiting =
          session.execAsync(Exec.of("sleep 100").input(idle.stdout()));
      session.connection().disconnect("enough");
      assertThatThrownBy(running::get)
          .cause()
          .isInstanceOfSatisfying(
              ConnectionLostException.class,
              e -> assertThat(e.ending()).isEqualTo(new Ending.Closed()));
      assertThatThrownBy(waiting::get).hasCauseInstanceOf(ConnectionLostException.class);
      assertThatThrownBy(() -> session.exec("true"))
          .isInstanceOf(ConnectionLostException.class)
          .satisfies(FailureTest::containsThisTest);
    }
  }
}
