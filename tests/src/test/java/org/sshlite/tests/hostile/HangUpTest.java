package org.sshlite.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.hostile.FaultyProxy.Fault;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;

/**
 * A peer that hangs up, or is reset, at any byte of a login or a transfer: both ends say so at
 * once, and nothing is left.
 */
class HangUpTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");
  private static final int SENT = 4000;

  private static LoopbackServer server;
  private static Span login;
  private static Span transfer;

  /** Bytes that went in each direction. */
  private record Span(long toServer, long toClient) {
    static Span of(FaultyProxy proxy) {
      return new Span(proxy.sentToServer(), proxy.sentToClient());
    }
  }

  @BeforeAll
  static void measure() throws Exception {
    server = LoopbackServer.start();
    try (FaultyProxy proxy =
            FaultyProxy.to(server.address(), Fault.HANG_UP, Long.MAX_VALUE, Long.MAX_VALUE);
        LoopbackClient client = newClient()) {
      Connection connection = client.logIn(proxy.address());
      login = Span.of(proxy);
      transfer(connection);
      transfer = Span.of(proxy);
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

  /** To the far end and back, until the channel is closed. */
  private static void transfer(Connection connection) throws IOException {
    Channel channel = LoopbackClient.exec(connection, "cat");
    channel.output().write(new byte[SENT]);
    channel.output().close();
    channel.input().readAllBytes();
    LoopbackClient.await(channel.closed());
  }

  /** Every byte of the identification string, then places that fall anywhere in a packet. */
  private static LongStream cuts(Fault fault, long length) {
    int step = WHOLE ? 1 : fault == Fault.HANG_UP ? 17 : 47;
    return LongStream.concat(
        LongStream.range(0, 40), LongStream.iterate(40, at -> at < length, at -> at + step));
  }

  /** Behind the login, and before the transfer is over. */
  private static LongStream cuts(Fault fault, long start, long end) {
    int step = WHOLE ? 1 : fault == Fault.HANG_UP ? 89 : 211;
    return LongStream.iterate(start, at -> at < end, at -> at + step);
  }

  @ParameterizedTest
  @EnumSource(names = {"HANG_UP", "RESET"})
  void a_server_that_hangs_up_is_told_by_the_client_in_one_line(Fault fault) {
    assertThat(login.toClient()).isGreaterThan(2000);
    cuts(fault, login.toClient()).forEach(at -> assertHangsUp(fault, Long.MAX_VALUE, at));
  }

  @ParameterizedTest
  @EnumSource(names = {"HANG_UP", "RESET"})
  void a_client_that_hangs_up_is_told_by_the_server_in_one_line(Fault fault) {
    assertThat(login.toServer()).isGreaterThan(2000);
    cuts(fault, login.toServer()).forEach(at -> assertHangsUp(fault, at, Long.MAX_VALUE));
  }

  private static void assertHangsUp(Fault fault, long bytesToServer, long bytesToClient) {
    try (FaultyProxy proxy = FaultyProxy.to(server.address(), fault, bytesToServer, bytesToClient);
        LoopbackClient client = newClient()) {
      try {
        Ending atClient = client.failToLogIn(proxy.address());
        assertLost(atClient, "client", bytesToServer, bytesToClient);
      } catch (UncheckedIOException e) {
        // the server speaks first: a reset may be here before the connection is
        assertThat(fault).isEqualTo(Fault.RESET);
        assertThat(e.getMessage()).contains("reset").hasLineCount(1);
      }
      assertLost(atServer(), "server", bytesToServer, bytesToClient);
    }
  }

  private static Ending atServer() {
    try {
      return server.endings().poll(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertLost(Ending ending, String end, long toServer, long toClient) {
    assertThat(ending)
        .as("%s, %d to the server, %d to the client", end, toServer, toClient)
        .isInstanceOf(Ending.ConnectionLost.class);
    assertThat(ending.explain()).isNotBlank().hasLineCount(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"HANG_UP", "RESET"})
  void a_transfer_that_is_cut_off_anywhere_ends_at_both_ends(Fault fault) {
    assertThat(transfer.toServer() - login.toServer()).isGreaterThan(SENT);
    assertThat(transfer.toClient() - login.toClient()).isGreaterThan(SENT);
    cuts(fault, login.toServer(), transfer.toServer())
        .forEach(at -> assertCutOff(fault, at, Long.MAX_VALUE));
    cuts(fault, login.toClient(), transfer.toClient())
        .forEach(at -> assertCutOff(fault, Long.MAX_VALUE, at));
  }

  private static void assertCutOff(Fault fault, long toServer, long toClient) {
    try (FaultyProxy proxy = FaultyProxy.to(server.address(), fault, toServer, toClient);
        LoopbackClient client = newClient()) {
      Connection connection = client.connect(proxy.address());
      try {
        // the way may fail with the last byte of the login
        transfer(LoopbackClient.await(connection.authenticated()));
      } catch (IOException | UncheckedIOException e) {
        assertThat(String.valueOf(e.getMessage())).hasLineCount(1);
      }
      assertLost(LoopbackClient.await(connection.ended()), "client", toServer, toClient);
      assertLost(atServer(), "server", toServer, toClient);
    }
  }
}
