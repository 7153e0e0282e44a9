package org.sshlite.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.forward.Forwards;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.ForwardApplication;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.hostile.FaultyProxy.Fault;

/**
 * A way that carries no more, or not in one direction, under forwards that are full both ways: the
 * end that asks for signs of life says so in its time, whichever listens, and lets go of visitor,
 * target and port. It holds no more than windows and buffers meanwhile.
 */
@Timeout(120)
class ForwardSilenceTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int COUNT = 3;

  /** Behind the login and the requests, in the midst of what is forwarded. */
  private static final long PASSED = 400_000;

  /** Windows, what is read ahead, and what the system holds for the sockets on the way. */
  private static final long MOST_HELD = 48L * 1024 * 1024;

  private static final TransportOptions PATIENT = TransportOptions.defaults();
  private static final TransportOptions ASKING =
      TransportOptions.builder().alive(INTERVAL, COUNT).build();

  private final PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private final PrivateKey userKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());

  @AfterEach
  void nothing_is_left() {
    hostKey.close();
    userKey.close();
    await().untilAsserted(() -> assertThat(Threads.ours()).isEmpty());
  }

  private enum Way {
    TO_SERVER,
    TO_CLIENT
  }

  /** Whatever is asked for; what listens is closed with its connection. */
  private static final class Everything implements ForwardApplication {
    @Override
    public void opening(String user, IncomingChannel channel, Forwards forwards) {
      if (!(channel.type() instanceof ChannelType.DirectTcpip(var host, var port, _, _))) {
        throw new AssertionError(channel.type());
      }
      forwards.relay(channel, new Target.Tcp(host, (int) port), Optional.empty());
    }

    @Override
    public void requested(String user, IncomingRequest request, Forwards forwards) {
      forwards
          .listen(
              ListenAt.loopback(0),
              from ->
                  new ChannelType.ForwardedTcpip(
                      "localhost", from.connectedPort(), from.address(), from.port()),
              _ -> {})
          .thenAccept(at -> request.succeed(GlobalRequestType.TcpipForward.boundTo(at.port())));
    }
  }

  private SshServer server(TransportOptions options) throws IOException {
    return SshServer.start(
        ServerOptions.builder()
            .listen("127.0.0.1", 0)
            .hostKey(hostKey)
            .transport(options)
            .publicKeys((_, key) -> key.equals(userKey.publicKey()))
            .forwards(new Everything())
            .build());
  }

  private SshClient client(TransportOptions options) {
    return SshClient.create(
        ClientOptions.builder()
            .trust(TrustPolicy.pinned(hostKey.publicKey()))
            .transport(options)
            .login(LoginOptions.withKey(userKey))
            .build());
  }

  /** One way that fails. */
  private record Failing(Fault fault, Way way) {
    FaultyProxy before(SshServer server) {
      return FaultyProxy.to(
          new InetSocketAddress("127.0.0.1", server.port()),
          fault,
          way == Way.TO_SERVER ? PASSED : Long.MAX_VALUE,
          way == Way.TO_CLIENT ? PASSED : Long.MAX_VALUE);
    }
  }

  /** What is to hold for each of them, at once: most of the time is waited for. */
  private interface Expected {
    void of(Failing failing) throws Exception;
  }

  private static void assertAll(Expected expected) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (Fault fault : List.of(Fault.STALL, Fault.VANISH)) {
        for (Way way : Way.values()) {
          all.add(
              threads.submit(
                  () -> {
                    expected.of(new Failing(fault, way));
                    return null;
                  }));
        }
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  @Test
  void a_client_that_hears_nothing_lets_go_of_its_forwards_in_its_time() throws Exception {
    try (SshServer server = server(PATIENT);
        SshClient client = client(ASKING)) {
      assertAll(
          failing -> {
            try (FaultyProxy proxy = failing.before(server);
                ClientSession session = connect(client, proxy);
                FloodedForward here = FloodedForward.here(session);
                FloodedForward there = FloodedForward.there(session)) {
              here.flood();
              there.flood();

              assertTimedOut(session.connection().ended().get(60, TimeUnit.SECONDS));
              here.visitor().awaitEnd();
              there.target().awaitEnd();
              here.assertListensNoMore();
              assertThat(here.held() + there.held()).isPositive().isLessThan(MOST_HELD);
            }
          });
    }
  }

  @Test
  void a_server_that_hears_nothing_lets_go_of_its_forwards_in_its_time() throws Exception {
    try (SshServer server = server(ASKING);
        SshClient client = client(PATIENT)) {
      assertAll(
          failing -> {
            try (FaultyProxy proxy = failing.before(server);
                ClientSession session = connect(client, proxy);
                FloodedForward here = FloodedForward.here(session);
                FloodedForward there = FloodedForward.there(session)) {
              here.flood();
              there.flood();

              here.target().awaitEnd();
              there.visitor().awaitEnd();
              there.assertListensNoMore();
              assertThat(here.held() + there.held()).isPositive().isLessThan(MOST_HELD);
              if (failing.equals(new Failing(Fault.STALL, Way.TO_SERVER))) {
                // the way to the client is open: it hears of it
                Ending ending = session.connection().ended().get(60, TimeUnit.SECONDS);
                assertThat(ending.explain()).isNotBlank().hasLineCount(1);
              }
            }
          });
    }
  }

  private static ClientSession connect(SshClient client, FaultyProxy proxy) throws IOException {
    return client.connect("ssh://alice@127.0.0.1:" + proxy.address().getPort());
  }

  private static void assertTimedOut(Ending ending) {
    assertThat(ending)
        .isInstanceOfSatisfying(
            Ending.Refused.class,
            refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.TimedOut.class));
    assertThat(ending.explain()).hasLineCount(1);
  }
}
