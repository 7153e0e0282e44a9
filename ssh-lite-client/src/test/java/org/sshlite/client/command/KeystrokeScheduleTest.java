package org.sshlite.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.client.command.KeystrokeSchedule.Due;

/** CVE-2024-39894: what is typed goes out by the clock, and not beside it. */
class KeystrokeScheduleTest {
  private static final long MILLISECOND = 1_000_000;

  private final KeystrokeSchedule schedule =
      new KeystrokeSchedule(Duration.ofMillis(20), new Random(1));
  private long now = 5;

  /** What is due when the clock says so, and how long that took. */
  private Due next(boolean waiting) {
    long before = now;
    now = schedule.deadline();
    assertThat(now - before).isBetween(18 * MILLISECOND, 22 * MILLISECOND);
    return schedule.tick(now, waiting);
  }

  @Test
  void the_first_key_goes_out_at_once_and_the_next_ones_when_they_are_due() {
    assertThat(schedule.typed(now)).isTrue();
    assertThat(schedule.typed(now + MILLISECOND)).isFalse();
    assertThat(schedule.tick(schedule.deadline() - 1, true)).isEqualTo(Due.NOTHING);
    assertThat(next(true)).isEqualTo(Due.KEYSTROKES);
  }

  @Test
  void each_interval_has_one_packet_whether_a_key_was_pressed_or_not() {
    schedule.typed(now);
    for (int i = 0; i < 20; i++) {
      boolean typed = i % 3 == 0;
      if (typed) {
        assertThat(schedule.typed(now)).isFalse();
      }
      assertThat(next(typed)).isEqualTo(typed ? Due.KEYSTROKES : Due.CHAFF);
    }
  }

  @Test
  void chaff_ends_between_one_second_and_three_behind_the_last_key() {
    schedule.typed(now);
    long last = now;
    int chaff = 0;
    while (next(false) == Due.CHAFF) {
      chaff++;
    }
    assertThat(schedule.isActive()).isFalse();
    assertThat(now - last).isBetween(1024 * MILLISECOND, 3100 * MILLISECOND);
    assertThat(chaff).isBetween(1024 / 22 - 1, 3100 / 18);
    assertThat(schedule.typed(now)).as("begins anew").isTrue();
  }

  @Test
  void what_nobody_types_stops_it() {
    schedule.typed(now);
    schedule.stop();
    assertThat(schedule.tick(schedule.deadline(), true)).isEqualTo(Due.NOTHING);
  }

  @Test
  @Timeout(120)
  void keys_come_in_their_order_with_chaff_between_them() throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    CountDownLatch chaff = new CountDownLatch(3);
    OutputStream out = ObscuredKeystrokes.on(sent, chaff::countDown, schedule);

    out.write("abc".getBytes());
    out.write('d');
    assertThat(chaff.await(50, TimeUnit.SECONDS)).isTrue();
    out.write('e');
    out.write("x".repeat(300).getBytes());
    out.write('f');
    out.close();

    assertThat(sent.toString()).isEqualTo("abcde" + "x".repeat(300) + "f");
  }
}
