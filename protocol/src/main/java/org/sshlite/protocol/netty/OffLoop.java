package org.sshlite.protocol.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FutureListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * What a connection has others do, and must have done in any case: the end of a session, too. Where
 * the system gives no thread for it, its loop tries again, and has time for its other connections.
 */
final class OffLoop {
  private static final Logger LOG = System.getLogger("transport");

  /** As the JVM lets who wakes a virtual thread wait. */
  private static final long PAUSE_MILLISECONDS = 100;

  /** Of lines about it, in all connections. */
  private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(1);

  private static final AtomicLong TOLD = new AtomicLong(System.nanoTime() - BETWEEN_LINES);

  private OffLoop() {}

  static void run(EventLoop loop, Runnable task) {
    try {
      Threads.virtual("ssh-work", task);
    } catch (NoThreadException e) {
      later(loop, task);
      tell(e);
    }
  }

  private static void later(EventLoop loop, Runnable task) {
    try {
      Runnable again = () -> run(loop, task);
      FutureListener<Object> unlessAgain =
          waited -> {
            if (waited.isCancelled()) {
              task.run(); // as below
            }
          };
      // all is made before it is scheduled: it must not be done twice
      loop.schedule(again, PAUSE_MILLISECONDS, TimeUnit.MILLISECONDS).addListener(unlessAgain);
    } catch (RejectedExecutionException | OutOfMemoryError _) {
      task.run(); // the loop has ended, and holds nobody up; or there is not even memory to wait
    }
  }

  private static void tell(NoThreadException e) {
    long now = System.nanoTime();
    long told = TOLD.get();
    if (now - told >= BETWEEN_LINES && TOLD.compareAndSet(told, now)) {
      LOG.log(Level.ERROR, "connections wait for a thread: " + e.getMessage());
    }
  }
}
