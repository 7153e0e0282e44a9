package org.sshlite.protocol.netty;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Calls a connection when its next deadline has come. Event loop only. */
final class Deadline {
  private final EventExecutor loop;
  private final LongSupplier deadline;
  private final Runnable tick;
  private @Nullable Future<?> timer;
  private long timerAt = Long.MAX_VALUE;

  /**
   * @param deadline in {@link System#nanoTime}; Long.MAX_VALUE for never
   */
  Deadline(EventExecutor loop, LongSupplier deadline, Runnable tick) {
    this.loop = loop;
    this.deadline = deadline;
    this.tick = tick;
  }

  void changed() {
    long at = deadline.getAsLong();
    if (at == Long.MAX_VALUE || timer != null && timerAt - at <= 0) {
      return;
    }
    cancel();
    timerAt = at;
    timer = loop.schedule(this::tick, Math.max(0, at - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private void tick() {
    timer = null;
    tick.run();
  }

  void cancel() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
