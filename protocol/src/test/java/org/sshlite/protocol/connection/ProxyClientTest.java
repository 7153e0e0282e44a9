package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.connection.ConnectionPair.RecordingHandler;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.message.SessionRequest;

/** OpenSSH PROTOCOL.mux §9: those who speak the connection protocol over a master's connection. */
class ProxyClientTest {
  private final ConnectionPair pair = ConnectionPair.open();

  /** One of them, with a connection of ours on his side. */
  private final class Passenger implements ProxyClient.Downstream, ProxiedApplication {
    final MemoryCarrier carrier = new MemoryCarrier();
    final List<IncomingChannel> opened = new ArrayList<>();
    final ConnectionDriver driver =
        ConnectionDriver.proxied(
            this, new WindowBudget(WindowBudget.DEFAULT_BYTES), ConnectionPair.RANDOM, carrier);
    final Connection connection = driver.connection();
    final ProxyClient proxy = pair.client.proxy(this);
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    boolean ended;

    Passenger() {
      carrier.join(driver, this::up);
      driver.start();
      settle(this);
    }

    /** Takes packets apart, as a master does. */
    private void up(byte[] bytes) {
      sent.writeBytes(bytes);
      ByteBuffer in = ByteBuffer.wrap(sent.toByteArray());
      while (in.remaining() >= 4 && in.remaining() >= 4 + in.getInt(in.position())) {
        byte[] payload = new byte[in.getInt() - 1];
        assertThat(in.get()).as("padding").isZero();
        in.get(payload);
        send(payload);
      }
      sent.reset();
      sent.write(in.array(), in.position(), in.remaining());
    }

    void send(byte[] payload) {
      try {
        proxy.received(payload);
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void deliver(byte[] payload) {
      carrier.arrive(
          ByteBuffer.allocate(5 + payload.length)
              .putInt(1 + payload.length)
              .put((byte) 0)
              .put(payload)
              .array());
    }

    @Override
    public void end() {
      ended = true;
      carrier.hangUp();
    }

    @Override
    public void started(Connection connection) {}

    @Override
    public void opening(IncomingChannel channel) {
      opened.add(channel);
    }

    Channel session(RecordingHandler handler) {
      CompletableFuture<Channel> channel = connection.open(new ChannelType.Session(), handler);
      settle(this);
      return channel.join();
    }
  }

  private void settle(Passenger... passengers) {
    boolean more = true;
    while (more) {
      more = pair.exchangeOnce();
      for (Passenger passenger : passengers) {
        more |= passenger.carrier.step();
      }
    }
  }

  private static byte[] all(java.io.InputStream in, int count) throws IOException {
    return in.readNBytes(count);
  }

  @Test
  void channels_of_several_are_apart_and_whole() throws Exception {
    Channel own = pair.openSession();
    Passenger first = new Passenger();
    Passenger second = new Passenger();
    RecordingHandler handler = new RecordingHandler();
    Channel one = first.session(handler);
    Channel two = second.session(new RecordingHandler());
    assertThat(pair.serverChannels).hasSize(3);
    Channel thereOne = pair.serverChannels.get(1);

    CompletableFuture<Boolean> started = one.request(new SessionRequest.Exec("one"));
    one.output().write("in".getBytes());
    one.output().close();
    thereOne.output().write("out".getBytes());
    thereOne.extendedOutput().write("err".getBytes());
    pair.serverChannels.get(2).output().write("other".getBytes());
    own.output().write("own".getBytes());
    settle(first, second);

    assertThat(started.join()).isTrue();
    assertThat(((SessionRequest.Exec) pair.serverSessions.get(1).requests.getFirst()).text())
        .isEqualTo("one");
    assertThat(thereOne.input().readAllBytes()).asString().isEqualTo("in");
    assertThat(all(one.input(), 3)).asString().isEqualTo("out");
    assertThat(all(one.extendedInput(), 3)).asString().isEqualTo("err");
    assertThat(all(two.input(), 5)).asString().isEqualTo("other");
    assertThat(all(pair.serverChannels.getFirst().input(), 3)).asString().isEqualTo("own");

    thereOne.send(new SessionRequest.ExitStatus(7));
    thereOne.close();
    settle(first, second);
    assertThat(handler.requests).containsExactly(new SessionRequest.ExitStatus(7));
    assertThat(one.closed()).isCompleted();
    assertThat(two.closed()).isNotDone();
  }

  @Test
  void megabytes_pass_in_both_windows_bounds() throws Exception {
    Passenger passenger = new Passenger();
    Channel channel = passenger.session(new RecordingHandler());
    Channel there = pair.serverChannels.getFirst();
    byte[] megabytes = new byte[3_000_000];
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              try (var out = there.output()) {
                out.write(megabytes);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            },
            Thread::startVirtualThread);
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            read.complete(channel.input().readAllBytes());
          } catch (IOException e) {
            read.completeExceptionally(e);
          }
        });
    while (!read.isDone()) {
      settle(passenger);
      Thread.onSpinWait();
    }
    assertThat(read.join()).isEqualTo(megabytes);
    assertThat(written.isCompletedExceptionally()).isFalse();
  }

  @Test
  void who_names_a_channel_that_is_not_his_is_turned_away_alone() {
    Channel own = pair.openSession();
    Passenger good = new Passenger();
    Passenger bad = new Passenger();
    Channel channel = good.session(new RecordingHandler());
    Channel gone = bad.session(new RecordingHandler());

    bad.send(new ChannelWindowAdjust(own.recipientChannel(), 1).payload());
    settle(good, bad);

    assertThat(bad.ended).isTrue();
    assertThat(gone.closed()).isCompleted();
    assertThat(pair.serverChannels.get(2).closed()).isCompleted();
    assertThat(channel.closed()).isNotDone();
    assertThat(own.closed()).isNotDone();
    assertThat(pair.clientEnding()).isNull();
    assertThatThrownBy(() -> bad.proxy.received(new byte[] {ChannelData.NUMBER}))
        .isInstanceOf(IOException.class);
  }

  @Test
  void his_channels_end_with_him_and_their_numbers_are_free_again() {
    Passenger passenger = new Passenger();
    passenger.session(new RecordingHandler());
    passenger.proxy.close();
    settle();

    assertThat(pair.serverChannels.getFirst().closed()).isCompleted();
    assertThat(pair.openSession().localChannel()).isZero();
  }

  @Test
  void a_channel_that_is_confirmed_when_he_is_gone_is_closed() {
    Passenger passenger = new Passenger();
    passenger.send(new ChannelOpen(new ChannelType.Session(), 5, 1000, 1000).payload());
    passenger.proxy.close();
    settle();

    assertThat(pair.serverChannels.getFirst().closed()).isCompleted();
    assertThat(pair.serverEnding()).isNull();
  }

  @Test
  void what_he_says_after_his_CLOSE_goes_no_further() {
    Passenger passenger = new Passenger();
    passenger.send(new ChannelOpen(new ChannelType.Session(), 5, 1000, 1000).payload());
    settle(passenger);
    int there = pair.serverChannels.getFirst().localChannel();
    passenger.send(new ChannelClose(there).payload());
    passenger.send(new ChannelWindowAdjust(there, 1).payload());
    settle();

    assertThat(pair.serverChannels.getFirst().closed()).isCompleted();
    assertThat(pair.serverEnding()).isNull();
    assertThat(pair.clientEnding()).isNull();
  }

  @Test
  void messages_that_are_none_of_the_connection_protocols_are_not_passed_on() {
    Passenger passenger = new Passenger();
    passenger.connection.disconnect("bye");
    settle(passenger);
    passenger.send(new byte[] {1, 0, 0, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0}); // DISCONNECT
    settle();

    assertThat(pair.serverEnding()).isNull();
  }

  @Test
  void only_a_fixed_port_is_asked_for_behind_a_master_and_no_reply_waited_for() {
    Passenger passenger = new Passenger();
    var fixed = passenger.connection.globalRequest(new GlobalRequestType.TcpipForward("", 8080));
    var free = passenger.connection.globalRequest(new GlobalRequestType.TcpipForward("", 0));
    var other = passenger.connection.globalRequest(new GlobalRequestType.NoMoreSessions());
    settle(passenger);

    assertThat(fixed.join()).hasValue(new byte[0]);
    assertThat(free.join()).isEqualTo(Optional.empty());
    assertThat(other.join()).isEqualTo(Optional.empty());
    assertThat(pair.openSession().closed()).as("more sessions").isNotDone();
  }

  /** A forward of the master's or of another client's: asking for it again does not make it his. */
  @Test
  void what_the_far_end_does_not_grant_is_not_his_to_cancel() {
    Passenger passenger = new Passenger();
    GlobalRequestType taken = new GlobalRequestType.TcpipForward("", 8080);
    passenger.send(new GlobalRequest(taken, true).payload());
    passenger.send(
        new GlobalRequest(new GlobalRequestType.CancelTcpipForward("", 8080), true).payload());
    settle(passenger);
    passenger.proxy.close();
    settle();

    assertThat(pair.refusedRequests).containsExactly(taken);
  }

  @Test
  void eight_of_his_requests_are_under_way_and_he_waits_with_the_next() throws Exception {
    Passenger passenger = new Passenger();
    for (int port = 1; port <= 8; port++) {
      passenger.send(forward(port));
    }
    CompletableFuture<Void> ninth =
        CompletableFuture.runAsync(() -> passenger.send(forward(9)), Thread::startVirtualThread);
    assertThat(ninth).isNotDone();
    assertThat(pair.refusedRequests).isEmpty();

    while (pair.refusedRequests.size() < 9) {
      settle(passenger);
      Thread.onSpinWait();
    }
    assertThat(pair.clientEnding()).isNull();
  }

  @Test
  void so_many_channels_are_his_and_no_more() throws Exception {
    Stage master = Stage.client().open();
    Silent silent = new Silent();
    ProxyClient proxy = master.end.proxy(silent);
    for (int number = 0; number < 1000; number++) {
      proxy.received(new ChannelOpen(new ChannelType.Session(), number, 1000, 1000).payload());
    }
    master.settle();
    assertThat(silent.ended).isFalse();

    proxy.received(new ChannelOpen(new ChannelType.Session(), 1000, 1000, 1000).payload());
    master.settle();
    assertThat(silent.ended).isTrue();
    master.assertAlive();
  }

  @Test
  void so_many_ports_are_his_and_no_more() throws Exception {
    Stage master = Stage.client().open();
    master.peer.payloads();
    ProxyClient proxy = master.end.proxy(new Silent());
    for (int port = 1; port <= 256; port++) {
      proxy.received(forward(port));
      master.settle();
      assertThat(master.onlyAnswer()).isInstanceOf(GlobalRequest.class);
      master.send(new RequestSuccess(new byte[0]));
    }
    proxy.received(forward(257));
    master.settle();
    assertThat(master.peer.payloads()).isEmpty();
  }

  /** Where nothing is wanted of what comes. */
  private static final class Silent implements ProxyClient.Downstream {
    boolean ended;

    @Override
    public void deliver(byte[] payload) {}

    @Override
    public void end() {
      ended = true;
    }
  }

  private static byte[] forward(int port) {
    return new GlobalRequest(new GlobalRequestType.TcpipForward("", port), true).payload();
  }
}
