package org.sshlite.client.sftp;

import java.util.concurrent.atomic.AtomicLong;

/** How one file gets on: its name, and what is there, the rate, and the time that is left. */
final class MeterLine {
  private static final long NANOS_A_SECOND = 1_000_000_000;

  /** Columns of what stands behind the name. */
  private static final int FIGURES = 36;

  /** Seconds without a byte. */
  private static final int STALLED = 5;

  /** Of the rate of the last second, the share of what was before. */
  private static final double INERTIA = 0.9;

  private final String name;
  private final long size;
  private final int room;
  private final long started = System.nanoTime();
  private final long first;
  private final AtomicLong moved;
  private long before;
  private long last = started;
  private double rate;
  private int still;

  /**
   * @param done bytes that are there already
   * @param size bytes; 0 when it is not known
   * @param columns of the terminal
   */
  MeterLine(String name, long done, long size, int columns) {
    this.room = Math.max(1, columns - FIGURES);
    this.name = name.length() > room ? name.substring(0, room) : name;
    this.size = size;
    this.first = done;
    this.before = done;
    this.moved = new AtomicLong(done);
  }

  void moved(long bytes) {
    moved.addAndGet(bytes);
  }

  /** A second is over. */
  void tick() {
    long now = System.nanoTime();
    long at = moved.get();
    double speed = speed(at - before, now - last);
    rate = rate == 0 ? speed : rate * INERTIA + speed * (1 - INERTIA);
    still = at == before ? still + 1 : 0;
    last = now;
    before = at;
  }

  private static double speed(long bytes, long nanos) {
    return nanos <= 0 ? 0 : bytes * (double) NANOS_A_SECOND / nanos;
  }

  /** The line of a file that is under way. */
  String now() {
    long at = moved.get();
    String time;
    if (still >= STALLED) {
      time = "- stalled -";
    } else if (rate == 0 || size == 0) {
      time = "  --:-- ETA";
    } else {
      time = "  " + clock((long) Math.ceil((size - at) / rate)) + " ETA";
    }
    return line(at, rate, time);
  }

  /** The line that stays. */
  String done() {
    long at = moved.get();
    long taken = System.nanoTime() - started;
    return line(at, speed(at - first, taken), "  " + clock(taken / NANOS_A_SECOND) + "    ");
  }

  private String line(long at, double speed, String time) {
    int percent = size == 0 || at >= size ? 100 : (int) (at * 100.0 / size);
    return String.format(
        "%-" + room + "s %3d%% %6s %7s/s %s",
        name,
        percent,
        amount(at),
        amount((long) speed),
        time);
  }

  private static String amount(long bytes) {
    String scaled = LongLine.scaled(bytes);
    return scaled.endsWith("B") ? scaled : scaled + "B";
  }

  private static String clock(long seconds) {
    return seconds >= 3600
        ? String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
        : String.format("%02d:%02d", seconds / 60, seconds % 60);
  }
}
