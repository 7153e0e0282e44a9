package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ChannelFailedException;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Forwarding;
import org.sshlite.client.RemoteForward;
import org.sshlite.client.Route;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.Destination;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.forward.BindAddress;
import org.sshlite.protocol.forward.Forwards;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.forward.Listening;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.ForwardApplication;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OurLibrary;

/** The client's library, with our own server. */
class LibraryForwardTest {
  private static final ListenAt ANY_PORT =
      new ListenAt.Tcp(new BindAddress.Loopback(), Optional.empty(), 0, false);
  private static final int TIMES = 50;
  private static final byte[] SENT = "sent".getBytes(StandardCharsets.UTF_8);

  @TempDir static Path folder;
  private static LiteServer server;
  private static Echo echo;
  private static SshClient client;

  @BeforeAll
  static void start() throws IOException {
    echo = Echo.start();
    server = LiteServer.start(folder);
    client =
        SshClient.create(
            OurLibrary.options(
                TransportOptions.defaults(),
                server.target().identity().file(),
                server.target().knownHosts()));
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    server.close();
    echo.close();
  }

  private static Destination destination() {
    return Destination.parse(OurLibrary.destination(server.target())).orElseThrow();
  }

  private static ClientSession connect() throws IOException {
    return client.connect(destination());
  }

  private static Target.Tcp echoing() {
    return new Target.Tcp("localhost", echo.port());
  }

  @Test
  void a_connection_from_the_far_end_is_a_pair_of_streams() throws Exception {
    try (ClientSession session = connect()) {
      Channel channel = session.open(echoing()).get(60, TimeUnit.SECONDS);
      channel.output().write(SENT);
      channel.output().close();
      assertThat(channel.input().readAllBytes()).isEqualTo(SENT);
      channel.close();
      channel.closed().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_connection_that_cannot_be_made_tells_the_reason() throws Exception {
    try (ClientSession session = connect()) {
      assertThatThrownBy(() -> session.open(new Target.Tcp("localhost", LoopbackPort.free())).get())
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              ChannelFailedException.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo(OpenFailureReason.CONNECT_FAILED.code());
                assertThat(refused.description()).isEqualTo("Connection refused");
              });
    }
  }

  @Test
  void what_listens_here_ends_when_it_is_closed_and_with_the_session() throws Exception {
    ClientSession session = connect();
    Listening first = session.forwarding().listen(ANY_PORT, echoing(), _ -> {});
    Listening second = session.forwarding().listen(ANY_PORT, echoing(), _ -> {});
    assertThat(Echo.ask(first.port(), SENT)).isEqualTo(SENT);
    first.close();
    Awaitility.await().until(() -> Echo.ask(first.port(), SENT).length == 0);
    assertThat(Echo.ask(second.port(), SENT)).isEqualTo(SENT);
    session.close();
    Awaitility.await().until(() -> Echo.ask(second.port(), SENT).length == 0);
  }

  @Test
  void what_listens_there_ends_when_it_is_cancelled() throws Exception {
    try (ClientSession session = connect()) {
      RemoteForward remote = session.forwarding().request("localhost", 0, echoing()).orElseThrow();
      assertThat(Echo.ask(remote.port(), SENT)).isEqualTo(SENT);
      assertThat(remote.cancel()).isTrue();
      Awaitility.await().until(() -> Echo.ask(remote.port(), SENT).length == 0);
      assertThat(remote.cancel()).isFalse();
    }
  }

  @Test
  void a_port_that_is_asked_for_twice_goes_on_to_lead_where_it_did_first() throws Exception {
    int port = LoopbackPort.free();
    try (Echo other = Echo.start();
        ClientSession session = connect()) {
      Forwarding forwarding = session.forwarding();
      Target elsewhere = new Target.Tcp("localhost", other.port());
      RemoteForward first = forwarding.request("localhost", port, echoing()).orElseThrow();
      assertThat(forwarding.request("localhost", port, elsewhere)).isEmpty();
      assertThat(Echo.ask(port, SENT)).isEqualTo(SENT);
      assertThat(other.accepted()).isZero();
      first.close();
      assertThat(forwarding.request("localhost", port, elsewhere)).isPresent();
      first.close(); // it is not the first's any more
      assertThat(other.accepted()).isZero();
    }
  }

  @Test
  void free_ports_that_are_asked_for_together_lead_each_where_it_was_asked_to() throws Exception {
    try (Echo other = Echo.start();
        ClientSession session = connect()) {
      Forwarding forwarding = session.forwarding();
      Target elsewhere = new Target.Tcp("localhost", other.port());
      var first = forwarding.requestAsync("localhost", 0, echoing());
      var second = forwarding.requestAsync("localhost", 0, elsewhere);
      int port = first.get(60, TimeUnit.SECONDS).orElseThrow().port();
      assertThat(Echo.ask(port, SENT)).isEqualTo(SENT);
      assertThat(other.accepted()).isZero();
      port = second.get(60, TimeUnit.SECONDS).orElseThrow().port();
      assertThat(Echo.ask(port, SENT)).isEqualTo(SENT);
      assertThat(other.accepted()).isOne();
    }
  }

  @Test
  void a_port_that_was_given_up_is_had_again_at_once() throws Exception {
    int port = LoopbackPort.free();
    try (ClientSession session = connect()) {
      for (int i = 0; i < TIMES; i++) {
        RemoteForward remote =
            session.forwarding().request("localhost", port, echoing()).orElseThrow();
        assertThat(Echo.ask(port, SENT)).isEqualTo(SENT);
        remote.close();
      }
    }
  }

  @Test
  void requests_that_are_sent_together_are_done_in_their_order() throws Exception {
    int port = LoopbackPort.free();
    try (ClientSession session = connect()) {
      Connection connection = session.connection();
      for (int i = 0; i < TIMES; i++) {
        var made = connection.globalRequest(new GlobalRequestType.TcpipForward("localhost", port));
        var ended =
            connection.globalRequest(new GlobalRequestType.CancelTcpipForward("localhost", port));
        assertThat(made.get(60, TimeUnit.SECONDS)).isPresent();
        assertThat(ended.get(60, TimeUnit.SECONDS)).isPresent();
        // nobody has it any more
        new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
      }
    }
  }

  /** How many are listened at of so many ports that are asked for together. */
  private static int listened(Connection connection, int count, List<Integer> ports)
      throws Exception {
    var asked =
        Stream.generate(
                () -> connection.globalRequest(new GlobalRequestType.TcpipForward("127.0.0.1", 0)))
            .limit(count)
            .toList();
    int before = ports.size();
    for (var each : asked) {
      Optional<byte[]> answer = each.get(60, TimeUnit.SECONDS);
      if (answer.isPresent()) {
        ports.add((int) GlobalRequestType.TcpipForward.boundPort(answer.get()));
      }
    }
    return ports.size() - before;
  }

  @Test
  void so_much_is_listened_at_for_a_client_and_no_more() throws Exception {
    try (ClientSession session = connect()) {
      Connection connection = session.connection();
      List<Integer> ports = new ArrayList<>();
      assertThat(listened(connection, 500, ports)).isEqualTo(500);
      assertThat(listened(connection, 500, ports)).isEqualTo(12);
      assertThat(listened(connection, 1, ports)).isZero();
      assertThat(
              connection
                  .globalRequest(
                      new GlobalRequestType.CancelTcpipForward("127.0.0.1", ports.getFirst()))
                  .get(60, TimeUnit.SECONDS))
          .isPresent();
      assertThat(listened(connection, 2, ports)).isOne();
    }
  }

  @Test
  void SOCKS_goes_only_where_it_may() throws Exception {
    try (ClientSession session = connect()) {
      RemoteForward remote =
          session
              .forwarding()
              .requestForSocks("localhost", 0, target -> target.port() == echo.port())
              .orElseThrow();
      assertThat(socks(remote.port(), echo.port())).isEqualTo(SENT);
      assertThatThrownBy(() -> socks(remote.port(), echo.port() + 1))
          .isInstanceOf(IOException.class);
    }
  }

  private static byte[] socks(int through, int port) throws IOException {
    java.net.Proxy proxy =
        new java.net.Proxy(
            java.net.Proxy.Type.SOCKS, new java.net.InetSocketAddress("127.0.0.1", through));
    try (Socket socket = new Socket(proxy)) {
      socket.connect(java.net.InetSocketAddress.createUnresolved("localhost", port));
      return Echo.exchange(socket, SENT);
    }
  }

  @Test
  void a_host_is_reached_through_two_others() throws Exception {
    try (ClientSession first = connect();
        ClientSession second = client.connect(destination(), new Route.Jump(first));
        ClientSession third = client.connect(destination(), new Route.Jump(second))) {
      assertThat(new String(third.exec("echo arrived").stdout(), StandardCharsets.UTF_8))
          .isEqualTo("arrived\n");
      byte[] much = new byte[3_000_000];
      Listening listening = third.forwarding().listen(ANY_PORT, echoing(), _ -> {});
      assertThat(Echo.ask(listening.port(), much)).isEqualTo(much);
      first.connection().disconnect("enough");
      // what goes through it ends with it
      assertThat(List.of(third.connection().ended().get(60, TimeUnit.SECONDS)))
          .hasOnlyElementsOfType(Ending.ConnectionLost.class);
    }
  }

  @Test
  void a_host_is_reached_through_streams_of_the_caller() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.target().port());
        ClientSession session =
            client.connect(
                destination(),
                new Route.Streams(socket.getInputStream(), socket.getOutputStream()))) {
      assertThat(session.exec("exit 7").exit()).isEqualTo(new org.sshlite.client.Exit.Status(7));
    }
  }

  @Test
  void a_server_that_does_not_tell_the_port_it_found_is_not_believed() throws Exception {
    KeyPair hostKey = KeyPair.create(folder.resolve("other_host"));
    ForwardApplication silent =
        new ForwardApplication() {
          @Override
          public void opening(String user, IncomingChannel channel, Forwards forwards) {
            channel.refuse();
          }

          @Override
          public void requested(String user, IncomingRequest request, Forwards forwards) {
            request.succeed();
          }
        };
    try (SshServer other =
        SshServer.start(
            ServerOptions.builder()
                .listen("127.0.0.1", 0)
                .hostKey(hostKey.key())
                .publicKeys((_, _) -> true)
                .forwards(silent)
                .build())) {
      org.sshlite.tests.peer.Target target =
          server.target().withPort(other.port()).withHostKey(hostKey.publicKey());
      try (SshClient strict =
              SshClient.create(
                  OurLibrary.options(
                      TransportOptions.defaults(), target.identity().file(), target.knownHosts()));
          ClientSession session = strict.connect(OurLibrary.destination(target))) {
        assertThatThrownBy(() -> session.forwarding().request("localhost", 0, echoing()))
            .hasMessage("the server does not say which port it listens at");
        assertThat(session.forwarding().request("localhost", 1, echoing())).isPresent();
      }
    }
  }
}
