package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.forward.BindAddress;
import org.sshlite.protocol.forward.Forwards;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.ForwardApplication;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.loopback.LoopbackClient;

/** An embedded server whose application decides about forwards. */
@Timeout(120)
class ForwardApplicationTest {
  private final PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private Echo echo;

  @BeforeEach
  void start() throws IOException {
    echo = Echo.start();
  }

  @AfterEach
  void stop() throws IOException {
    echo.close();
  }

  private SshServer serve(Optional<ForwardApplication> application) throws IOException {
    ServerOptions.Builder options =
        ServerOptions.builder()
            .listen("127.0.0.1", 0)
            .hostKey(hostKey)
            .passwords((_, _) -> true)
            .shell(_ -> 0);
    application.ifPresent(options::forwards);
    return SshServer.start(options.build());
  }

  /** What one may ask of a connection. */
  private interface Visit {
    void to(Connection connection) throws Exception;
  }

  private void visit(Optional<ForwardApplication> application, Visit visit) throws Exception {
    try (SshServer server = serve(application);
        LoopbackClient client =
            new LoopbackClient(TransportOptions.defaults(), hostKey.publicKey())) {
      visit.to(client.logIn(new InetSocketAddress("127.0.0.1", server.port())));
    }
  }

  private static Channel open(Connection connection, String host, int port) {
    return LoopbackClient.await(
        connection.open(new ChannelType.DirectTcpip(host, port, "127.0.0.1", 1), () -> {}));
  }

  private static String readAll(Channel channel) throws IOException {
    return new String(channel.input().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void without_one_nothing_is_forwarded() throws Exception {
    visit(
        Optional.empty(),
        connection -> {
          assertThatThrownBy(() -> open(connection, "127.0.0.1", echo.port()))
              .hasMessageContaining("administratively prohibited");
          assertThat(
                  LoopbackClient.await(
                      connection.globalRequest(new GlobalRequestType.TcpipForward("", 0))))
              .isEmpty();
        });
    assertThat(echo.accepted()).isZero();
  }

  /** Nobody listens at the port: the application is what answers. */
  @Test
  void a_connection_is_served_without_a_socket() throws Exception {
    ForwardApplication application =
        (user, channel, _) -> {
          channel.accept(() -> {});
          Thread.ofVirtual().start(() -> greet(user, channel.channel()));
        };
    visit(
        Optional.of(application),
        connection -> {
          Channel channel = open(connection, "greeter.internal", 7);
          channel.output().write("good day".getBytes(StandardCharsets.UTF_8));
          channel.output().close();
          assertThat(readAll(channel)).isEqualTo("good day, " + LoopbackClient.USER);
        });
  }

  private static void greet(String user, Channel channel) {
    try {
      byte[] said = channel.input().readAllBytes();
      channel.output().write(said);
      channel.output().write((", " + user).getBytes(StandardCharsets.UTF_8));
      channel.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void an_opening_is_decided_later_and_refused_with_a_reason() throws Exception {
    CompletableFuture<IncomingChannel> asked = new CompletableFuture<>();
    visit(
        Optional.of((_, channel, _) -> asked.complete(channel)),
        connection -> {
          CompletableFuture<Channel> opening =
              connection.open(
                  new ChannelType.DirectTcpip("127.0.0.1", echo.port(), "127.0.0.1", 1), () -> {});
          IncomingChannel channel = asked.get(60, TimeUnit.SECONDS);
          // meanwhile the connection goes on
          LoopbackClient.exec(connection, "x");
          assertThat(opening).isNotDone();
          channel.refuse(OpenFailureReason.RESOURCE_SHORTAGE, "not on Sundays");
          assertThatThrownBy(() -> LoopbackClient.await(opening))
              .hasMessageContaining("resource shortage: not on Sundays");
        });
    assertThat(echo.accepted()).isZero();
  }

  @Test
  void what_the_application_permits_is_relayed_and_listened_at() throws Exception {
    ForwardApplication application =
        new ForwardApplication() {
          @Override
          public void opening(String user, IncomingChannel channel, Forwards forwards) {
            forwards.relay(channel, new Target.Tcp("127.0.0.1", echo.port()), Optional.empty());
          }

          @Override
          public void requested(String user, IncomingRequest request, Forwards forwards) {
            forwards
                .listen(
                    new ListenAt.Tcp(new BindAddress.Loopback(), Optional.empty(), 0, false),
                    from ->
                        new ChannelType.ForwardedTcpip(
                            "here", from.connectedPort(), from.address(), from.port()),
                    _ -> {})
                .thenAccept(
                    made -> request.succeed(GlobalRequestType.TcpipForward.boundTo(made.port())));
          }
        };
    visit(
        Optional.of(application),
        connection -> {
          Channel channel = open(connection, "wherever", 1);
          channel.output().write("there".getBytes(StandardCharsets.UTF_8));
          channel.output().close();
          assertThat(readAll(channel)).isEqualTo("there");
          byte[] port =
              LoopbackClient.await(
                      connection.globalRequest(new GlobalRequestType.TcpipForward("", 0)))
                  .orElseThrow();
          // this client takes no channels: who connects is let go
          int bound = ByteBuffer.wrap(port).getInt();
          assertThatThrownBy(() -> Echo.ask(bound, "x")).isInstanceOf(IOException.class);
        });
  }

  @Test
  void an_application_that_fails_costs_the_channel_and_not_the_connection() throws Exception {
    visit(
        Optional.of(
            (_, _, _) -> {
              throw new IllegalArgumentException("the application's own fault");
            }),
        connection -> {
          for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> open(connection, "host", 1))
                .hasMessageContaining("administratively prohibited");
          }
        });
  }
}
