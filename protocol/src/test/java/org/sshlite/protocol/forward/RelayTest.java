package org.sshlite.protocol.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;
import static org.sshlite.protocol.forward.ForwardPair.soon;

import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.WindowBudget;
import org.sshlite.protocol.connection.WindowShare;

/** {@link Relay} between a channel and a target that the test plays. */
@Timeout(120)
class RelayTest {
  /** More than windows and the system's buffers take. */
  private static final int MUCH = 32 * 1024 * 1024;

  private static final int BOUNDED = MUCH / 2;

  private ForwardPair pair;
  private ServerSocket listening;

  @BeforeEach
  void connect() throws Exception {
    pair = new ForwardPair();
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listening.setSoTimeout(20_000);
  }

  @AfterEach
  void close() throws Exception {
    listening.close();
    pair.close();
  }

  private Channel open() throws Exception {
    return pair.open(listening.getLocalPort());
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static CompletableFuture<byte[]> readAll(InputStream in) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return in.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }

  private static CompletableFuture<Void> write(OutputStream out, byte[] bytes, AtomicLong written) {
    return CompletableFuture.runAsync(
        () -> {
          try (out) {
            for (int at = 0; at < bytes.length; at += 65536) {
              int length = Math.min(65536, bytes.length - at);
              out.write(bytes, at, length);
              written.addAndGet(length);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }

  @Test
  void much_goes_both_ways_at_once_and_each_way_ends_by_itself() throws Exception {
    byte[] there = random(20_000_000);
    byte[] back = random(20_000_001);
    Channel channel = open();
    try (Socket target = listening.accept()) {
      write(channel.output(), there, new AtomicLong());
      CompletableFuture<byte[]> came = readAll(channel.input());
      CompletableFuture<byte[]> went = readAll(target.getInputStream());
      OutputStream out = target.getOutputStream();
      out.write(back);
      target.shutdownOutput();
      assertThat(soon(came)).isEqualTo(back);
      assertThat(soon(went)).isEqualTo(there);
    }
    soon(channel.closed());
    assertThat(channel.isClosedByPeer()).isTrue();
  }

  @Test
  void a_target_that_has_said_all_may_still_listen() throws Exception {
    Channel channel = open();
    try (Socket target = listening.accept()) {
      target.shutdownOutput();
      assertThat(channel.input().read()).isEqualTo(-1);
      channel.output().write("more".getBytes(StandardCharsets.UTF_8));
      channel.output().close();
      assertThat(target.getInputStream().readAllBytes()).asString().isEqualTo("more");
    }
    soon(channel.closed());
  }

  @Test
  void a_peer_that_has_said_all_may_still_listen() throws Exception {
    Channel channel = open();
    try (Socket target = listening.accept()) {
      channel.output().close();
      assertThat(target.getInputStream().read()).isEqualTo(-1);
      target.getOutputStream().write("more".getBytes(StandardCharsets.UTF_8));
      target.shutdownOutput();
      assertThat(channel.input().readAllBytes()).asString().isEqualTo("more");
    }
    soon(channel.closed());
  }

  @Test
  void CLOSE_without_EOF_gives_the_target_all_that_came_before() throws Exception {
    byte[] sent = random(300_000);
    Channel channel = open();
    try (Socket target = listening.accept()) {
      CompletableFuture<Void> writing = write(channel.output(), sent, new AtomicLong());
      byte[] first = target.getInputStream().readNBytes(100_000);
      soon(writing);
      channel.close();
      byte[] rest = target.getInputStream().readAllBytes();
      assertThat(first.length + rest.length).isEqualTo(sent.length);
    }
  }

  @Test
  void a_target_that_does_not_read_stops_the_peer() throws Exception {
    byte[] sent = random(MUCH);
    AtomicLong written = new AtomicLong();
    Channel channel = open();
    try (Socket target = listening.accept()) {
      CompletableFuture<Void> writing = write(channel.output(), sent, written);
      assertThat(whereItStops(written)).isLessThan(BOUNDED);
      assertThat(soon(readAll(target.getInputStream()))).isEqualTo(sent);
      soon(writing);
    }
  }

  @Test
  void a_peer_that_does_not_read_stops_the_target() throws Exception {
    byte[] sent = random(MUCH);
    AtomicLong written = new AtomicLong();
    Channel channel = open();
    try (Socket target = listening.accept()) {
      CompletableFuture<Void> writing = write(target.getOutputStream(), sent, written);
      assertThat(whereItStops(written)).isLessThan(BOUNDED);
      assertThat(soon(readAll(channel.input()))).isEqualTo(sent);
      soon(writing);
    }
  }

  private static long whereItStops(AtomicLong written) {
    AtomicLong last = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(100))
        .until(() -> last.getAndSet(written.get()) == written.get() && written.get() > 0);
    return written.get();
  }

  @Test
  void other_channels_go_on_while_one_target_does_not_read() throws Exception {
    Channel stuck = open();
    try (Socket deaf = listening.accept()) {
      write(stuck.output(), random(MUCH), new AtomicLong());
      Channel channel = open();
      try (Socket target = listening.accept()) {
        write(channel.output(), random(5_000_000), new AtomicLong());
        assertThat(soon(readAll(target.getInputStream()))).isEqualTo(random(5_000_000));
      }
      assertThat(deaf.isConnected()).isTrue();
    }
  }

  @Test
  void a_reset_of_the_target_ends_the_channel() throws Exception {
    Channel channel = open();
    Socket target = listening.accept();
    target.setSoLinger(true, 0);
    target.close();
    assertThat(channel.input().read()).isEqualTo(-1);
    soon(channel.closed());
  }

  @Test
  void a_reset_while_the_peer_sends_ends_the_channel() throws Exception {
    Channel channel = open();
    Socket target = listening.accept();
    AtomicLong written = new AtomicLong();
    CompletableFuture<Void> writing = write(channel.output(), random(MUCH), written);
    await().until(() -> written.get() > 0);
    target.setSoLinger(true, 0);
    target.close();
    soon(channel.closed());
    // the channel is closed a moment before who writes is told
    assertThat(writing).failsWithin(Duration.ofMinutes(1));
  }

  @Test
  void an_aborted_channel_resets_its_socket_at_once() throws Exception {
    Channel channel = open();
    try (Socket target = listening.accept()) {
      pair.relayed().abort();
      assertThat(readAll(target.getInputStream()).handle((_, failure) -> failure))
          .succeedsWithin(Duration.ofMinutes(1))
          .asString()
          .contains("reset");
    }
    soon(channel.closed());
  }

  @Test
  void a_connection_that_ends_resets_what_was_not_finished() throws Exception {
    open();
    try (Socket target = listening.accept()) {
      pair.disconnect();
      assertThat(readAll(target.getInputStream()).handle((_, failure) -> failure))
          .succeedsWithin(Duration.ofMinutes(1))
          .asString()
          .contains("reset");
    }
  }

  /** Five hundred, one after another, and nothing of them is left. */
  @Test
  void channels_that_are_closed_leave_nothing_behind() throws Exception {
    for (int i = 0; i < 500; i++) {
      Channel channel = open();
      try (Socket target = listening.accept()) {
        target.getOutputStream().write(i);
      }
      assertThat(channel.input().read()).isEqualTo(i & 0xff);
      channel.output().close();
      soon(channel.closed());
    }
    await().until(() -> pair.forwards().isEmpty());
  }

  @Test
  void a_visitor_who_comes_when_the_connection_has_ended_is_let_go_without_a_word() {
    NioSocketChannel visitor = new NioSocketChannel();
    visitor.unsafe().closeForcibly();
    List<IOException> told = new ArrayList<>();
    Relay relay =
        new Relay(visitor, new ReadAhead(new WindowShare(new WindowBudget(1 << 20))), told::add);
    IOException reason = new IOException("the connection has ended");

    assertThatCode(() -> relay.over(reason)).doesNotThrowAnyException();
    assertThat(told).containsExactly(reason);
  }
}
