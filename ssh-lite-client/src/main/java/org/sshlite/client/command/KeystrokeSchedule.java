package org.sshlite.client.command;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When what is typed is sent, so that nobody who watches the packets learns the rhythm of a person:
 * ObscureKeystrokeTiming of ssh_config(5), with OpenSSH's numbers. Knows no clock and no thread.
 */
final class KeystrokeSchedule {
  /** Per cent of the interval by which each one, and their average, differ. */
  private static final int FUZZ = 10;

  /** How long chaff is sent behind the last keystroke: so long, and up to so much longer. */
  private static final long CHAFF_LEAST = Duration.ofMillis(1024).toNanos();

  private static final long CHAFF_RANGE = Duration.ofMillis(2048).toNanos();

  private final long interval;
  private final RandomGenerator random;
  private boolean active;
  private long rateFuzz;
  private long next;
  private long chaffUntil;

  /** What is due. */
  enum Due {
    /** Nothing yet. */
    NOTHING,
    /** What was typed since the last packet. */
    KEYSTROKES,
    /** A packet that looks as if something had been typed. */
    CHAFF
  }

  KeystrokeSchedule(Duration interval, RandomGenerator random) {
    this.interval = interval.toNanos();
    this.random = random;
  }

  /**
   * Something was typed.
   *
   * @param now as {@link System#nanoTime}
   * @return whether it goes out at once: the first one. Others wait until they are due
   */
  boolean typed(long now) {
    boolean first = !active;
    if (first) {
      active = true;
      rateFuzz = random.nextLong(Math.max(fuzz(), 1));
      next = now + step();
    }
    chaffUntil = now + CHAFF_LEAST + random.nextLong(CHAFF_RANGE);
    return first;
  }

  /** What goes out is more than a person types: there is nothing to hide. */
  void stop() {
    active = false;
  }

  /** Whether packets go out by the clock now. */
  boolean isActive() {
    return active;
  }

  /** When {@link #tick} is wanted next, while active. */
  long deadline() {
    return next;
  }

  /**
   * Lets time pass.
   *
   * @param waiting whether something typed waits
   */
  Due tick(long now, boolean waiting) {
    if (!active || now - next < 0) {
      return Due.NOTHING;
    }
    next = now + step();
    if (waiting) {
      return Due.KEYSTROKES;
    }
    active = now - chaffUntil < 0;
    return active ? Due.CHAFF : Due.NOTHING;
  }

  private long step() {
    return interval - fuzz() + random.nextLong(Math.max(fuzz(), 1)) + rateFuzz;
  }

  private long fuzz() {
    return interval * FUZZ / 100;
  }
}
