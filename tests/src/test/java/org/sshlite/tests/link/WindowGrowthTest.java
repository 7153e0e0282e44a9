package org.sshlite.tests.link;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;
import org.sshlite.tests.transfer.Transfer.Way;

/** RFC 4254 §5.2 over a long way: the windows of both sides grow beyond what they began with. */
class WindowGrowthTest {
  /** So long that even a busy machine fills the window well before credit is back. */
  private static final Duration ROUND_TRIP = Duration.ofMillis(500);

  private static final int CAPACITY = 32 * 1024 * 1024;

  /** More than twice the initial window of 2 MiB is only under way when it has grown twice. */
  private static final long GROWN = 4 * 1024 * 1024 + 512 * 1024;

  /** Far above the seconds it takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest
  @EnumSource
  void more_than_twice_the_initial_window_comes_to_be_under_way(Way way) {
    try (LoopbackServer server = LoopbackServer.start();
        DelayingProxy proxy = new DelayingProxy(server.address(), ROUND_TRIP, CAPACITY);
        LoopbackClient client = new LoopbackClient(TransportOptions.defaults(), server.hostKey())) {
      Connection connection = client.logIn(proxy.address());
      Channel echo = LoopbackClient.exec(connection, "cat");
      Thread.ofVirtual().start(() -> write(echo.output()));
      Thread.ofVirtual().start(() -> read(echo.input()));

      await().atMost(PATIENCE).until(() -> proxy.line(way).mostHeld() > GROWN);
    }
  }

  private static void write(OutputStream out) {
    byte[] bytes = new byte[64 * 1024];
    try (out) {
      while (true) {
        out.write(bytes);
      }
    } catch (IOException _) {
      return; // the test is over
    }
  }

  private static void read(InputStream in) {
    try (in) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      return; // the test is over
    }
  }
}
