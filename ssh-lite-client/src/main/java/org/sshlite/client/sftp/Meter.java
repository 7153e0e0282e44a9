package org.sshlite.client.sftp;

import java.util.LinkedHashSet;
import java.util.Set;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sftp.client.Progress;
import org.sshlite.sftp.client.Shown;
import org.sshlite.sftp.wire.FileName;

/**
 * Tells on a terminal how files get on, as scp(1): the last line is that of the file which has been
 * under way the longest, drawn once a second. A file that is done leaves a line above it.
 */
final class Meter implements Progress, Screen.Live {
  private static final int INTERVAL_MILLIS = 1000;

  private final Screen screen;
  private final int columns;
  private final Set<MeterLine> underWay = new LinkedHashSet<>();
  private Thread drawing = new Thread();

  /** Columns of the last line that are not blank. */
  private int drawn;

  /**
   * @param screen without this meter
   */
  Meter(Screen screen, int columns) {
    this.screen = screen;
    this.columns = columns;
  }

  @Override
  public synchronized Begun begin(FileName remote, long done, long size) {
    int slash = remote.lastIndexOf('/');
    String name = Shown.of(remote.slice(slash + 1, remote.length()));
    MeterLine line = new MeterLine(name, done, size, columns);
    underWay.add(line);
    if (underWay.size() == 1) {
      draw();
      try {
        drawing = Threads.daemon("progress", this::drawOften);
      } catch (NoThreadException _) {
        drawing = new Thread(); // what is drawn here and at the end has to do
      }
    }
    return new Begun() {
      @Override
      public void moved(long bytes) {
        line.moved(bytes);
      }

      @Override
      public void end() {
        leave(line);
      }
    };
  }

  private void drawOften() {
    try {
      while (true) {
        Thread.sleep(INTERVAL_MILLIS);
        synchronized (this) {
          if (Thread.currentThread() != drawing) {
            return;
          }
          underWay.forEach(MeterLine::tick);
          draw();
        }
      }
    } catch (InterruptedException _) {
      return; // all is done
    }
  }

  private synchronized void leave(MeterLine line) {
    underWay.remove(line);
    show(line.done());
    screen.out().print("\n");
    drawn = 0;
    if (underWay.isEmpty()) {
      drawing.interrupt();
      drawing = new Thread();
    } else {
      draw();
    }
  }

  /** What others print stands above the last line, and alone. */
  @Override
  public synchronized void aside(Runnable print) {
    if (drawn > 0) {
      show("");
      screen.out().print("\r");
    }
    print.run();
    draw();
  }

  private void draw() {
    if (!underWay.isEmpty()) {
      show(underWay.iterator().next().now());
    }
  }

  private void show(String text) {
    screen.out().print("\r" + text + " ".repeat(Math.max(0, drawn - text.length())));
    drawn = text.length();
  }
}
