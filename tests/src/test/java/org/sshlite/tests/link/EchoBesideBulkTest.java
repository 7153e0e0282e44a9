package org.sshlite.tests.link;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.sshd.Terminal;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.transfer.Transfer.Way;

/** Somebody types over a slow way that carries bulk as well, be it up or down. */
@Timeout(120)
class EchoBesideBulkTest {
  private static final Duration ROUND_TRIP = Duration.ofMillis(20);

  /** 20 Mbit/s. */
  private static final double BYTES_PER_SECOND = 2.5e6;

  private static final int CAPACITY = 32 * 1024 * 1024;
  private static final String ECHO = "echo";

  /** Bytes that an echo may have before it: less than a window's. */
  private static final long FEW = 1536 * 1024;

  @ParameterizedTest
  @EnumSource
  void an_echo_has_little_before_it(Way way) throws Exception {
    PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
    ServerOptions options =
        ServerOptions.builder()
            .listen(Target.HOST, 0)
            .hostKey(hostKey)
            .passwords((_, _) -> true)
            .shell(EchoBesideBulkTest::serve)
            .build();
    try (SshServer server = SshServer.start(options);
        DelayingProxy proxy =
            new DelayingProxy(
                new InetSocketAddress(Target.HOST, server.port()),
                ROUND_TRIP,
                CAPACITY,
                BYTES_PER_SECOND);
        LoopbackClient client =
            new LoopbackClient(TransportOptions.defaults(), hostKey.publicKey())) {
      Connection connection = client.logIn(proxy.address());
      Channel typed = LoopbackClient.exec(connection, ECHO);
      echo(typed);
      Channel bulk = LoopbackClient.exec(connection, way.name());
      Thread.ofVirtual().start(() -> move(way == Way.UPLOAD, bulk.input(), bulk.output()));

      while (proxy.delivered(way) < 2 * FEW) {
        echo(typed);
      }
      assertThat(proxy.line(way).mostHeld()).isLessThan(FEW);
    }
  }

  private static void echo(Channel typed) throws IOException {
    typed.output().write('a');
    assertThat(typed.input().read()).isEqualTo('a');
  }

  private static int serve(Terminal terminal) {
    if (terminal.command().equals(Optional.of(ECHO))) {
      try {
        terminal.input().transferTo(terminal.output());
      } catch (IOException _) {
        return 1; // the test is over
      }
    } else {
      boolean gives = terminal.command().equals(Optional.of(Way.DOWNLOAD.name()));
      move(gives, terminal.input(), terminal.output());
    }
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
