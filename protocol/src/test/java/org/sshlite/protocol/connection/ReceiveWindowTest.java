package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

class ReceiveWindowTest {
  private static final int INITIAL = ReceiveWindow.INITIAL;
  private static final int PACKET = 32 * 1024;
  private static final long MILLISECOND = 1_000_000;

  private final WindowBudget budget = new WindowBudget(WindowBudget.DEFAULT_BYTES);
  private final WindowShare share = new WindowShare(budget);
  private final LastArrival lastArrival = new LastArrival();
  private final ReceiveWindow window =
      new ReceiveWindow(
          share, lastArrival, new Neighbours().new Member(), INITIAL, ReceiveWindow.MAXIMUM);

  @Test
  void a_peer_may_use_the_window_to_its_last_byte() throws Exception {
    window.received(INITIAL, 0, 0);
    assertThatThrownBy(() -> window.received(1, 0, 0))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isInstanceOf(Refusal.Malformed.class));
  }

  @Test
  void credit_goes_back_when_half_a_window_was_read() throws Exception {
    window.received(INITIAL / 2 - 1, 0, 0);
    window.consumed(INITIAL / 2 - 1);
    assertThat(window.isCreditDue()).isFalse();
    window.received(1, 0, 0);
    window.consumed(1);
    assertThat(window.isCreditDue()).isTrue();
    assertThat(window.credit(0)).isEqualTo(INITIAL / 2);
    assertThat(window.isCreditDue()).isFalse();
  }

  @Test
  void credit_goes_back_in_smaller_parts_where_little_is_open() throws Exception {
    window.received(INITIAL, 0, 0);
    for (int part = 0; part < 4; part++) {
      window.consumed(INITIAL / 8 - 1);
      assertThat(window.isCreditDue()).isFalse();
      window.consumed(1);
      assertThat(window.isCreditDue()).isTrue();
      assertThat(window.credit(0)).isEqualTo(INITIAL / 8);
    }
  }

  @Test
  void less_is_credited_when_it_is_asked_for_and_nothing_twice() throws Exception {
    window.received(INITIAL, 0, 0);
    window.consumed(1000);
    assertThat(window.credit(0)).isEqualTo(1000);
    assertThat(window.credit(0)).isZero();
  }

  @Test
  void of_a_terminal_no_more_is_under_way_than_a_person_waits_for() throws Exception {
    window.shrinkToTerminal();
    window.received(INITIAL, 0, 0);
    window.consumed(INITIAL - ReceiveWindow.OF_TERMINAL);
    assertThat(window.credit(0)).isZero();
    window.consumed(ReceiveWindow.OF_TERMINAL);
    assertThat(window.credit(0)).isEqualTo(ReceiveWindow.OF_TERMINAL);
    assertThat(window.size()).isEqualTo(ReceiveWindow.OF_TERMINAL);
    window.received(ReceiveWindow.OF_TERMINAL, 0, 0);
    assertThatThrownBy(() -> window.received(1, 0, 0)).isInstanceOf(RefusedException.class);
  }

  @Test
  void of_a_terminal_it_does_not_grow() throws Exception {
    window.shrinkToTerminal();
    new Path(125_000, 100 * MILLISECOND, Long.MAX_VALUE).transfer(200_000_000L);
    assertThat(window.size()).isEqualTo(ReceiveWindow.OF_TERMINAL);
  }

  @Test
  void what_was_credited_may_come() throws Exception {
    window.received(INITIAL, 0, 0);
    window.consumed(INITIAL / 2);
    window.credit(0);
    window.received(INITIAL / 2, 0, 0);
    assertThatThrownBy(() -> window.received(1, 0, 0)).isInstanceOf(RefusedException.class);
  }

  @Test
  void the_window_grows_until_a_round_trip_fits_in() throws Exception {
    // 1 Gbit/s over 100 ms hold 12.5 MB
    Path path = new Path(125_000, 100 * MILLISECOND, Long.MAX_VALUE);
    path.transfer(2_000_000_000L);
    assertThat(window.size()).isBetween(16 << 20, 64 << 20);
    assertThat(path.nanos / MILLISECOND).isLessThan(20_000);
  }

  @Test
  void the_window_follows_a_round_trip_that_becomes_longer() throws Exception {
    Path path = new Path(125_000, 5 * MILLISECOND, Long.MAX_VALUE);
    path.transfer(500_000_000L);
    assertThat(window.size()).isEqualTo(INITIAL);
    path.roundTrip = 100 * MILLISECOND;
    path.transfer(500_000_000L);
    assertThat(window.size()).isGreaterThanOrEqualTo(16 << 20);
  }

  @Test
  void pauses_of_a_busy_machine_do_not_make_it_grow() throws Exception {
    // a gigabyte a second over 0.2 ms, and 20 ms of pause now and then, wherever they fall
    Path path = new Path(1_000_000, MILLISECOND / 5, Long.MAX_VALUE);
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      path.transfer(random.nextInt(4_000_000));
      path.nanos += 20 * MILLISECOND;
    }
    assertThat(window.size()).isEqualTo(INITIAL);
  }

  @Test
  void the_window_stays_where_a_round_trip_is_short() throws Exception {
    new Path(125_000, MILLISECOND, Long.MAX_VALUE).transfer(2_000_000_000L);
    assertThat(window.size()).isEqualTo(INITIAL);
  }

  @Test
  void the_window_stays_where_the_application_reads_slowly() throws Exception {
    new Path(125_000, 10 * MILLISECOND, 10_000).transfer(500_000_000L);
    assertThat(window.size()).isEqualTo(INITIAL);
  }

  @Test
  void the_window_stays_within_the_budget_and_gives_back_what_it_took() throws Exception {
    // a quarter of it is for windows that open
    WindowBudget small = new WindowBudget(INITIAL * 4 / 3);
    ReceiveWindow first = opened(small);
    new Path(first, 1_000_000, 100 * MILLISECOND, Long.MAX_VALUE).transfer(500_000_000L);
    assertThat(first.size()).isEqualTo(2 * INITIAL);

    ReceiveWindow second = opened(small);
    new Path(second, 1_000_000, 100 * MILLISECOND, Long.MAX_VALUE).transfer(500_000_000L);
    assertThat(second.size()).isEqualTo(INITIAL);

    first.close();
    new Path(second, 1_000_000, 100 * MILLISECOND, Long.MAX_VALUE).transfer(500_000_000L);
    assertThat(second.size()).isEqualTo(2 * INITIAL);
  }

  /** The first window of a connection. */
  private static ReceiveWindow opened(WindowBudget budget) {
    return new ReceiveWindows(budget)
        .open(new ChannelType.Session(), ReceiveWindow.MAXIMUM, 0)
        .orElseThrow();
  }

  @Test
  void the_window_grows_to_its_maximum_and_no_further() throws Exception {
    new Path(2_000_000, 500 * MILLISECOND, Long.MAX_VALUE).transfer(20_000_000_000L);
    assertThat(window.size()).isEqualTo(ReceiveWindow.MAXIMUM);
  }

  @Test
  void of_the_largest_window_nearly_all_is_under_way() throws Exception {
    int maximum = ReceiveWindow.MAXIMUM_OF_OPENSSH;
    ReceiveWindow limited =
        new ReceiveWindow(share, lastArrival, new Neighbours().new Member(), INITIAL, maximum);
    // what a reader takes at once is no part of a window
    Path path = new Path(limited, 1_000_000, 200 * MILLISECOND, Long.MAX_VALUE);
    path.readAtOnce = 300_000;
    path.transfer(500_000_000);
    long start = path.nanos;
    path.transfer(4_000_000_000L);
    double perRoundTrip = 4e9 * path.roundTrip / (path.nanos - start);
    assertThat(perRoundTrip).isBetween(0.8 * maximum, 1.0 * maximum);
  }

  @Test
  void a_pause_of_the_peer_alone_does_not_make_it_grow() throws Exception {
    // bursts of a megabyte and a bit, as a command's outputs, and a second between them
    for (int burst = 0; burst < 100; burst++) {
      long now = burst * 1000 * MILLISECOND;
      for (int sent = 0; sent < 35; sent++) {
        window.received(PACKET, 0, now + sent * 1000L);
        read(window, PACKET, now + sent * 1000L);
      }
    }
    assertThat(window.size()).isEqualTo(INITIAL);
  }

  @Test
  void a_window_stays_where_others_use_the_connection_while_its_peer_waits() throws Exception {
    ReceiveWindow other =
        new ReceiveWindow(
            share, lastArrival, new Neighbours().new Member(), INITIAL, ReceiveWindow.MAXIMUM);
    long now = 0;
    for (int round = 0; round < 20; round++) {
      for (int sent = 0; sent < INITIAL; sent += PACKET) {
        window.received(PACKET, 0, now += 1000);
        read(window, PACKET, now);
      }
      for (int i = 0; i < 100; i++) {
        other.received(PACKET, 0, now += MILLISECOND);
        read(other, PACKET, now);
      }
    }
    assertThat(window.size()).isEqualTo(INITIAL);
  }

  private static long read(ReceiveWindow window, int count, long now) {
    window.consumed(count);
    return window.isCreditDue() ? window.credit(now) : 0;
  }

  /** A peer that sends as fast as window and path allow, packet by packet. */
  private final class Path {
    private final ReceiveWindow receiver;
    private final long bytesPerMillisecond;
    private long roundTrip;
    private final long readPerMillisecond;
    private final java.util.ArrayDeque<long[]> credits = new java.util.ArrayDeque<>();
    private long nanos;
    private long unread;
    private double readable;
    private long sendable = INITIAL;

    /** Less than that a reader leaves, unless nothing more comes. */
    private long readAtOnce;

    private long idle;

    Path(long bytesPerMillisecond, long roundTrip, long readPerMillisecond) {
      this(window, bytesPerMillisecond, roundTrip, readPerMillisecond);
    }

    Path(ReceiveWindow receiver, long bytesPerMillisecond, long roundTrip, long read) {
      this.receiver = receiver;
      this.bytesPerMillisecond = bytesPerMillisecond;
      this.roundTrip = roundTrip;
      this.readPerMillisecond = read;
    }

    void transfer(long bytes) throws RefusedException {
      for (long sent = 0; sent < bytes; ) {
        while (!credits.isEmpty() && credits.element()[0] <= nanos) {
          sendable += credits.remove()[1];
        }
        int count = (int) Math.min(PACKET, sendable);
        long step = PACKET * MILLISECOND / bytesPerMillisecond;
        if (count > 0) {
          receiver.received(count, unread, nanos);
          unread += count;
          sendable -= count;
          sent += count;
        }
        nanos += step;
        read(step);
      }
    }

    private void read(long step) {
      idle = sendable == 0 ? idle + step : 0;
      if (unread < readAtOnce && idle < MILLISECOND) {
        return;
      }
      readable = Math.min(1e9, readable + (double) readPerMillisecond * step / MILLISECOND);
      int count = (int) Math.min(unread, readPerMillisecond == Long.MAX_VALUE ? unread : readable);
      unread -= count;
      readable -= count;
      long add = ReceiveWindowTest.read(receiver, count, nanos);
      if (add > 0) {
        credits.add(new long[] {nanos + roundTrip, add});
      }
    }
  }
}
