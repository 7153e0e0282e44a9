package org.sshlite.tests.link;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.sshd.Terminal;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.transfer.Transfer.Way;

/** RFC 4254 §5.2 over a long way: the windows of both sides grow beyond what they began with. */
@Timeout(120)
class WindowGrowthTest {
  /** So long that even a busy machine fills the window well before credit is back. */
  private static final Duration ROUND_TRIP = Duration.ofMillis(250);

  private static final int CAPACITY = 32 * 1024 * 1024;

  /** More than twice the initial window of 2 MiB is only under way when it has grown twice. */
  private static final long GROWN = 4 * 1024 * 1024 + 512 * 1024;

  /** Far above the seconds it takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest
  @EnumSource
  void more_than_twice_the_initial_window_comes_to_be_under_way(Way way) throws Exception {
    PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
    ServerOptions options =
        ServerOptions.builder()
            .listen(Target.HOST, 0)
            .hostKey(hostKey)
            .passwords((_, _) -> true)
            .shell(WindowGrowthTest::serve)
            .build();
    try (SshServer server = SshServer.start(options);
        DelayingProxy proxy =
            new DelayingProxy(
                new InetSocketAddress(Target.HOST, server.port()), ROUND_TRIP, CAPACITY);
        LoopbackClient client =
            new LoopbackClient(TransportOptions.defaults(), hostKey.publicKey())) {
      Channel channel = LoopbackClient.exec(client.logIn(proxy.address()), way.name());
      Thread.ofVirtual().start(() -> move(way == Way.UPLOAD, channel.input(), channel.output()));

      await().atMost(PATIENCE).until(() -> proxy.line(way).mostHeld() > GROWN);
    }
  }

  private static int serve(Terminal terminal) {
    boolean gives = terminal.command().equals(Optional.of(Way.DOWNLOAD.name()));
    move(gives, terminal.input(), terminal.output());
    return 0;
  }

  /** Gives without end, or takes to the end. */
  private static void move(boolean gives, InputStream in, OutputStream out) {
    byte[] bytes = new byte[64 * 1024];
    try {
      while (gives) {
        out.write(bytes);
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      return; // the test is over
    }
  }
}
