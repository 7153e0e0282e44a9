package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.Ping;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.transport.Role;

/** What a client that nobody knows yet can make a server hold. */
class EarlyMemoryTest {
  private static final int CONNECTIONS = 250;

  /** Bytes of heap, of the peer as well that the test plays. */
  private static final long MOST_OF_EACH = 256 * 1024;

  /** A packet, and the most that may come of it before it is whole. */
  private static final int NEARLY_A_PACKET = 65_000;

  record Burden(String name, Supplier<Stage> start) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Burden> burdens() {
    return Stream.of(
        new Burden("says nothing", () -> started("")),
        new Burden("never ends its identification", () -> started("SSH-2.0-".repeat(1000))),
        new Burden("never ends a packet in the clear", EarlyMemoryTest::unfinishedInTheClear),
        new Burden("sends much ahead of an answer", EarlyMemoryTest::ahead),
        new Burden("reads no answers", EarlyMemoryTest::deaf));
  }

  private static Stage started(String identification) {
    Stage stage = Stage.server();
    stage.driver.start();
    stage.carrier.arrive(identification.getBytes(StandardCharsets.US_ASCII));
    stage.settle();
    return stage;
  }

  private static Stage unfinishedInTheClear() {
    Stage stage = started("SSH-2.0-x\r\n");
    byte[] start = new byte[NEARLY_A_PACKET];
    start[2] = (byte) 0xff;
    start[3] = (byte) 0xf4;
    stage.carrier.arrive(start);
    stage.settle();
    stage.assertAlive();
    return stage;
  }

  private static Stage keys() {
    return Stage.of(Role.SERVER, "curve25519-sha256").keys();
  }

  private static Stage deciding() {
    Stage stage = keys();
    stage.send(new ServiceRequest("ssh-userauth"));
    stage.carrier.holdWork(true);
    stage.send(new UserauthRequest("alice", "ssh-connection", new AuthMethod.None()));
    return stage;
  }

  private static Stage ahead() {
    Stage stage = deciding();
    stage.carrier.reading(true); // what was read with the request
    stage.send(new Ignore(new byte[NEARLY_A_PACKET])).assertAlive();
    return stage;
  }

  private static Stage deaf() {
    Stage stage = keys();
    stage.carrier.writable(false);
    for (int i = 0; i < 10; i++) {
      stage.send(new Ping(new byte[60_000]));
    }
    stage.assertAlive();
    return stage;
  }

  @ParameterizedTest
  @MethodSource("burdens")
  void a_client_holds_little_that(Burden burden) {
    burden.start().get(); // what is loaded once
    List<Stage> held = new ArrayList<>();
    long before = heap();
    for (int i = 0; i < CONNECTIONS; i++) {
      held.add(burden.start().get());
    }
    assertThat((heap() - before) / held.size()).isBetween(1L, MOST_OF_EACH);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void more_than_a_packet_ahead_of_an_answer_is_refused() {
    Stage stage = deciding();
    stage.carrier.reading(true);
    stage.send(new Ignore(new byte[60_000])).assertAlive();
    stage.send(new Ignore(new byte[10_000]));
    stage.carrier.holdWork(false);
    stage.settle();
    assertThat(stage.refusal())
        .isEqualTo(new Refusal.LimitExceeded("too much sent ahead of the answer to a login"));
  }
}
