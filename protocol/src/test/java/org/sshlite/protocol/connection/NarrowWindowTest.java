package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.transport.LoopArrays;

/** What may be under way while somebody waits for another channel's bytes. */
class NarrowWindowTest {
  private static final int FULL = ReceiveWindow.INITIAL;
  private static final int PACKET = 32 * 1024;
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1000 * MILLISECOND;
  private static final ChannelType SESSION = new ChannelType.Session();

  private final ReceiveWindows windows =
      new ReceiveWindows(new WindowBudget(WindowBudget.DEFAULT_BYTES));
  private final ReceiveWindow bulk = open(0);
  private final ReceiveWindow other = open(0);

  private ReceiveWindow open(long now) {
    return windows.open(SESSION, ReceiveWindow.MAXIMUM, now).orElseThrow();
  }

  @Test
  void a_slow_way_holds_little_and_stays_full() throws Exception {
    // 10 Mbit/s over 20 ms hold 25 kB
    Way way = new Way(1_250, 20 * MILLISECOND);
    long arrived = way.arrivedAfter(10 * SECOND);
    assertThat(way.mostUnderWay).isLessThanOrEqualTo(ReceiveWindow.LEAST);
    assertThat(arrived).isGreaterThan(12_400_000);
  }

  @Test
  void a_long_way_comes_to_be_full() throws Exception {
    // 400 Mbit/s over 100 ms hold 5 MB: more than a window before it grows
    Way way = new Way(50_000, 100 * MILLISECOND);
    long arrived = way.arrivedAfter(20 * SECOND);
    assertThat(arrived).isGreaterThan(20 * 42_000_000L);
    assertThat(way.mostUnderWay).isLessThan(15_000_000);
  }

  @Test
  void a_short_way_holds_no_more_than_a_fast_network_does() throws Exception {
    Way way = new Way(125_000, MILLISECOND / 5);
    long arrived = way.arrivedAfter(SECOND);
    assertThat(way.mostUnderWay).isLessThanOrEqualTo(NarrowWindow.SHORT_WAY);
    assertThat(arrived).isGreaterThan(124_000_000);
  }

  @Test
  void bulk_alone_has_its_whole_window() throws Exception {
    Way way = new Way(1_250, 20 * MILLISECOND);
    way.transfer(20 * SECOND);
    assertThat(way.mostUnderWay).isGreaterThanOrEqualTo(FULL - FULL / 8);
  }

  @Test
  void it_is_whole_again_when_nobody_was_heard_for_a_while() throws Exception {
    Way way = new Way(1_250, 20 * MILLISECOND);
    way.type(10 * SECOND);
    way.mostUnderWay = 0;
    way.transfer(Neighbours.MINDED_NANOS - SECOND);
    assertThat(way.mostUnderWay).isLessThan(FULL / 8);
    way.transfer(4 * SECOND);
    assertThat(way.mostUnderWay).isGreaterThan(FULL / 2);
  }

  @Test
  void another_that_carries_much_is_not_minded() throws Exception {
    Way way = new Way(1_250, 20 * MILLISECOND);
    for (int i = 0; i < 100; i++) {
      other.moved(Neighbours.LITTLE / 10, way.now);
      way.transfer(SECOND / 5);
    }
    assertThat(way.mostUnderWay).isGreaterThanOrEqualTo(FULL - FULL / 8);
  }

  @Test
  void one_that_carried_much_is_minded_when_it_carries_little() {
    long now = -5 * SECOND; // a clock may begin anywhere
    other.moved(Neighbours.LITTLE, now);
    assertThat(open(now).open()).isEqualTo(NarrowWindow.SHORT_WAY);
    other.moved(1, now);
    assertThat(open(now).open()).isEqualTo(FULL);
    other.moved(1, now += 3 * SECOND);
    assertThat(open(now).open()).isEqualTo(NarrowWindow.SHORT_WAY);
    assertThat(open(now + Neighbours.MINDED_NANOS).open()).isEqualTo(FULL);
  }

  @Test
  void a_transfer_that_begins_beside_it_has_little_under_way_from_the_start() throws Exception {
    ConnectionPair alone = ConnectionPair.open();
    alone.openSession();
    alone.openSession();
    assertThat(sentUnheard(alone)).isGreaterThan(FULL);

    ConnectionPair pair = ConnectionPair.open();
    Channel typed = pair.openSession();
    typed.output().write('a');
    pair.exchangeUntilQuiet();
    pair.openSession();
    assertThat(sentUnheard(pair))
        .isBetween((long) NarrowWindow.SHORT_WAY, NarrowWindow.SHORT_WAY + 8L * 1024);
  }

  /** What the server sends on its second channel while the client does nothing. */
  private static long sentUnheard(ConnectionPair pair) throws Exception {
    long before = pair.serverCarrier.sent();
    long sent = -1;
    while (pair.serverCarrier.sent() != sent) {
      sent = pair.serverCarrier.sent();
      pair.serverChannels.get(1).output().write(new byte[PACKET]);
      while (pair.serverCarrier.step()) {}
    }
    return sent - before;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 32})
  void a_window_that_has_grown_never_stays_shut(int times) throws Exception {
    WindowShare share = new WindowShare(new WindowBudget(WindowBudget.DEFAULT_BYTES));
    Neighbours neighbours = new Neighbours();
    int size = times * FULL;
    ReceiveWindow window =
        new ReceiveWindow(
            share, new LastArrival(), neighbours.new Member(), size, ReceiveWindow.MAXIMUM);
    Neighbours.Member typed = neighbours.new Member();
    AtomicBoolean due = new AtomicBoolean();
    Inbox inbox = new Inbox(window.threshold(), () -> due.set(true));
    long credit = size;
    long now = SECOND;
    byte[] packet = new byte[PACKET];
    byte[] read = new byte[50_000]; // divides nothing evenly
    for (long sent = 0; sent < 10L * size; ) {
      assertThat(credit).as("after %s bytes", sent).isPositive();
      int count = (int) Math.min(credit, PACKET);
      credit -= count;
      sent += count;
      now += MILLISECOND;
      if (sent > 2L * size) {
        typed.moved(1, now);
      }
      window.received(count, inbox.unread(), now);
      credit += window.isHeldBackDue() ? window.credit(now) : 0;
      inbox.threshold(window.threshold());
      inbox.put(Lane.DATA, packet, 0, count, new LoopArrays());
      while (inbox.available(Lane.DATA) >= (credit == 0 ? 1 : read.length)) {
        inbox.read(Lane.DATA, read, 0, read.length);
        if (due.getAndSet(false)) {
          window.consumed(inbox.takeConsumed());
          credit += window.credit(now);
          inbox.threshold(window.threshold());
        }
      }
    }
  }

  /** A peer that sends all that the window allows, over a way with a queue that takes it. */
  private final class Way {
    private final long bytesPerMillisecond;
    private final long roundTrip;
    private final ArrayDeque<long[]> packets = new ArrayDeque<>();
    private final ArrayDeque<long[]> credits = new ArrayDeque<>();
    private long now = SECOND;
    private long free;
    private long underWay;
    private long mostUnderWay;
    private long arrived;

    Way(long bytesPerMillisecond, long roundTrip) {
      this.bytesPerMillisecond = bytesPerMillisecond;
      this.roundTrip = roundTrip;
      send(FULL);
    }

    /** Moves bulk while somebody types. */
    void type(long nanos) throws RefusedException {
      for (long end = now + nanos; now < end; ) {
        other.moved(1, now);
        transfer(SECOND / 10);
      }
    }

    /** Bytes of bulk in so long, while somebody types, after as long that was not looked at. */
    long arrivedAfter(long nanos) throws RefusedException {
      type(nanos);
      long before = arrived;
      mostUnderWay = 0;
      type(nanos);
      return arrived - before;
    }

    void transfer(long nanos) throws RefusedException {
      for (long end = now + nanos; now < end; ) {
        boolean credit =
            packets.isEmpty() || !credits.isEmpty() && credits.element()[0] <= packets.element()[0];
        if (credit) {
          now = credits.element()[0];
          send(credits.remove()[1]);
        } else {
          now = packets.element()[0];
          arrive((int) packets.remove()[1]);
        }
      }
    }

    private void send(long bytes) {
      for (long left = bytes; left > 0; left -= PACKET) {
        long count = Math.min(PACKET, left);
        free = Math.max(free, now) + count * MILLISECOND / bytesPerMillisecond;
        packets.add(new long[] {free + roundTrip / 2, count});
      }
      underWay += bytes;
      mostUnderWay = Math.max(mostUnderWay, underWay);
    }

    private void arrive(int count) throws RefusedException {
      underWay -= count;
      arrived += count;
      bulk.received(count, 0, now);
      bulk.consumed(count);
      long add = bulk.isCreditDue() ? bulk.credit(now) : 0;
      if (add > 0) {
        credits.add(new long[] {now + roundTrip / 2, add});
      }
    }
  }
}
