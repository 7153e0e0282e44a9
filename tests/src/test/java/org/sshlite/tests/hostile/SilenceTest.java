package org.sshlite.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.hostile.FaultyProxy.Fault;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;

/** A way that carries no more, or little at a time, and a peer that is gone without a word. */
@Timeout(120)
class SilenceTest {
  /** Who asks for signs of life, and waits for a login no longer. */
  private static final TransportOptions OPTIONS =
      TransportOptions.builder()
          .alive(Duration.ofMillis(100), 2)
          .loginGrace(Duration.ofMillis(500))
          .build();

  /**
   * For one who has logged in, on whatever machine: a login takes longer than it takes to give up.
   */
  private static final TransportOptions LOGGED_IN =
      TransportOptions.builder().alive(Duration.ofSeconds(1), 3).build();

  private final LoopbackServer server = LoopbackServer.start(OPTIONS);
  private final LoopbackClient client = new LoopbackClient(OPTIONS, server.hostKey());

  @AfterEach
  void nothing_is_left() {
    client.close();
    server.close();
    await().untilAsserted(() -> assertThat(Threads.ours()).isEmpty());
  }

  enum Way {
    TO_SERVER,
    TO_CLIENT
  }

  private static FaultyProxy failing(LoopbackServer to, Fault fault, Way way, long bytes) {
    return FaultyProxy.to(
        to.address(),
        fault,
        way == Way.TO_SERVER ? bytes : Long.MAX_VALUE,
        way == Way.TO_CLIENT ? bytes : Long.MAX_VALUE);
  }

  private static void assertBothHaveEnded(LoopbackServer server, Ending atClient)
      throws InterruptedException {
    Ending atServer = server.endings().poll(60, TimeUnit.SECONDS);
    assertThat(atServer).isNotNull();
    assertThat(List.of(atServer, atClient))
        .allSatisfy(
            ending -> {
              // the first to wait too long says so, and the other one hears it, if it hears
              // anything
              assertThat(ending).isNotInstanceOfAny(Ending.Closed.class, Ending.Failed.class);
              assertThat(ending.explain()).isNotBlank().hasLineCount(1);
            });
  }

  @ParameterizedTest
  @EnumSource
  void a_login_whose_way_is_blocked_ends_at_both_ends(Way way) throws Exception {
    for (Fault fault : new Fault[] {Fault.STALL, Fault.VANISH}) {
      try (FaultyProxy proxy = failing(server, fault, way, 1500)) {
        assertBothHaveEnded(server, client.failToLogIn(proxy.address()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_session_whose_way_is_blocked_ends_at_both_ends(Way way) throws Exception {
    for (Fault fault : new Fault[] {Fault.STALL, Fault.VANISH}) {
      try (LoopbackServer far = LoopbackServer.start(LOGGED_IN);
          LoopbackClient near = new LoopbackClient(LOGGED_IN, far.hostKey());
          FaultyProxy proxy = failing(far, fault, way, 10_000)) {
        Connection connection = near.logIn(proxy.address());
        Channel channel = LoopbackClient.exec(connection, "cat");
        Thread writer = Thread.ofVirtual().start(() -> write(channel));
        assertBothHaveEnded(far, LoopbackClient.await(connection.ended()));
        writer.join();
      }
    }
  }

  /** More than any window and buffer on the way. */
  private static void write(Channel channel) {
    try {
      for (int i = 0; i < 1000; i++) {
        channel.output().write(new byte[100_000]);
      }
      throw new AssertionError("nobody read this");
    } catch (IOException _) {
      return; // the connection has ended
    }
  }

  @Test
  void what_comes_byte_by_byte_arrives() throws Exception {
    byte[] sent = new byte[2000];
    TransportOptions patient = TransportOptions.defaults();
    try (LoopbackServer slow = LoopbackServer.start(patient);
        FaultyProxy proxy = FaultyProxy.passing(slow.address(), 1);
        LoopbackClient waiting = new LoopbackClient(patient, slow.hostKey())) {
      Connection connection = waiting.logIn(proxy.address());
      Channel channel = LoopbackClient.exec(connection, "cat");
      channel.output().write(sent);
      channel.output().close();
      assertThat(channel.input().readAllBytes()).isEqualTo(sent);
      connection.disconnect("done");
      assertThat(slow.endings().poll(60, TimeUnit.SECONDS)).isNotNull();
    }
  }
}
