package org.sshlite.client.sftp;

import java.util.concurrent.atomic.AtomicLong;
import org.sshlite.sftp.client.Progress;
import org.sshlite.sftp.client.Shown;
import org.sshlite.sftp.wire.FileName;

/** The line that tells on a terminal how a file gets on, as scp(1): drawn once a second. */
final class Meter implements Progress {
  private static final long NANOS_A_SECOND = 1_000_000_000;

  /** Columns of what stands behind the name. */
  private static final int FIGURES = 36;

  /** Seconds without a byte. */
  private static final int STALLED = 5;

  /** Of the rate of the last second, the share of what was before. */
  private static final double INERTIA = 0.9;

  private final Screen screen;
  private final int columns;
  private final AtomicLong moved = new AtomicLong();
  private Thread drawing = new Thread();
  private String name = "";
  private long size;
  private long started;
  private long first;
  private long before;
  private long last;
  private double rate;
  private int still;

  Meter(Screen screen, int columns) {
    this.screen = screen;
    this.columns = columns;
  }

  @Override
  public synchronized void begin(FileName remote, long done, long bytes) {
    int slash = remote.lastIndexOf('/');
    name = Shown.of(remote.slice(slash + 1, remote.length()));
    size = bytes;
    moved.set(done);
    first = before = done;
    started = last = System.nanoTime();
    rate = 0;
    still = 0;
    draw(false);
    drawing = Thread.ofPlatform().daemon().name("progress").start(this::drawOften);
  }

  private void drawOften() {
    try {
      while (true) {
        Thread.sleep(1000);
        synchronized (this) {
          if (Thread.currentThread() != drawing) {
            return;
          }
          draw(false);
        }
      }
    } catch (InterruptedException _) {
      return; // the file is done
    }
  }

  @Override
  public void moved(long bytes) {
    moved.addAndGet(bytes);
  }

  @Override
  public synchronized void end() {
    drawing.interrupt();
    drawing = new Thread();
    draw(true);
    screen.out().print("\n");
  }

  private void draw(boolean done) {
    long now = System.nanoTime();
    long at = moved.get();
    double seconds = (now - (done ? started : last)) / (double) NANOS_A_SECOND;
    double speed = seconds <= 0 ? 0 : (at - (done ? first : before)) / seconds;
    rate = done || rate == 0 ? speed : rate * INERTIA + speed * (1 - INERTIA);
    still = at == before ? still + 1 : 0;
    last = now;
    before = at;
    screen.out().print("\r" + line(at, done ? (now - started) / NANOS_A_SECOND : -1));
  }

  private String line(long at, long taken) {
    int room = Math.max(1, columns - FIGURES);
    String label = name.length() > room ? name.substring(0, room) : name;
    int percent = size == 0 || at >= size ? 100 : (int) (at * 100.0 / size);
    String time;
    if (taken >= 0) {
      time = "  " + clock(taken) + "    ";
    } else if (still >= STALLED) {
      time = "- stalled -";
    } else if (rate == 0 || size == 0) {
      time = "  --:-- ETA";
    } else {
      time = "  " + clock((long) Math.ceil((size - at) / rate)) + " ETA";
    }
    return String.format(
        "%-" + room + "s %3d%% %6s %7s/s %s",
        label,
        percent,
        amount(at),
        amount((long) rate),
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
