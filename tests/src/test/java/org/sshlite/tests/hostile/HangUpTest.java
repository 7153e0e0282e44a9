package org.sshlite.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;

/**
 * A peer that hangs up at any byte of the handshake: both ends say so at once, and nothing is left.
 */
class HangUpTest {
  private static LoopbackServer server;
  private static long toServer;
  private static long toClient;

  @BeforeAll
  static void measureHandshake() {
    server = LoopbackServer.start();
    try (CutProxy proxy = new CutProxy(server.address(), Long.MAX_VALUE, Long.MAX_VALUE);
        LoopbackClient client = newClient()) {
      client.logIn(proxy.address());
      toServer = proxy.sentToServer();
      toClient = proxy.sentToClient();
    }
    server.endings().clear();
  }

  @AfterAll
  static void nothing_is_left() {
    server.close();
    await().untilAsserted(() -> assertThat(Threads.ours()).isEmpty());
  }

  private static LoopbackClient newClient() {
    return new LoopbackClient(TransportOptions.defaults(), server.hostKey());
  }

  /** Every byte of the identification string, then places that fall anywhere in a packet. */
  private static LongStream cuts(long length) {
    return LongStream.concat(
        LongStream.range(0, 40), LongStream.iterate(40, at -> at < length, at -> at + 17));
  }

  @Test
  void a_server_that_hangs_up_is_told_by_the_client_in_one_line() {
    assertThat(toClient).isGreaterThan(2000);
    cuts(toClient).forEach(at -> assertHangsUp(Long.MAX_VALUE, at));
  }

  @Test
  void a_client_that_hangs_up_is_told_by_the_server_in_one_line() {
    assertThat(toServer).isGreaterThan(2000);
    cuts(toServer).forEach(at -> assertHangsUp(at, Long.MAX_VALUE));
  }

  private static void assertHangsUp(long bytesToServer, long bytesToClient) {
    try (CutProxy proxy = new CutProxy(server.address(), bytesToServer, bytesToClient);
        LoopbackClient client = newClient()) {
      Ending atClient = client.failToLogIn(proxy.address());
      Ending atServer = server.endings().poll(20, TimeUnit.SECONDS);

      assertThat(atClient)
          .as("client, %d to the server, %d to the client", bytesToServer, bytesToClient)
          .isInstanceOf(Ending.ConnectionLost.class);
      assertThat(atClient.explain()).isNotBlank().hasLineCount(1);
      assertThat(atServer)
          .as("server, %d to the server, %d to the client", bytesToServer, bytesToClient)
          .isInstanceOf(Ending.ConnectionLost.class);
      assertThat(atServer.explain()).isNotBlank().hasLineCount(1);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
