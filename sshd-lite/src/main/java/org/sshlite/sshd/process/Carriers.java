package org.sshlite.sshd.process;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * The threads of the platform that carry virtual ones. A new thread has the rights of the one that
 * starts it, and a carrier that is missing is started by whoever wakes a virtual thread: were that
 * one that acts for a user, every virtual thread could find itself with that user's rights. So all
 * carriers are there before the first thread acts, and stay: the JVM ends them after thirty seconds
 * in which none had anything to do (VirtualThread.createDefaultScheduler of JDK 25), and such a
 * time does not come. Those beyond their usual number are started by carriers.
 */
final class Carriers {
  // well within the thirty seconds, on a machine that is busy
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** None is held up for longer: one may be in a call of the system meanwhile, and is there. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static volatile boolean kept;

  private Carriers() {}

  /**
   * Once all are there; at once from the second call on. To be called by a thread of the platform,
   * with the rights of this process.
   */
  static void keep() throws NoThreadException {
    if (kept) {
      return;
    }
    LOCK.lock();
    try {
      if (!kept) {
        fill();
        Threads.daemon("carriers", Carriers::hold);
        kept = true;
      }
    } finally {
      LOCK.unlock();
    }
  }

  private static int usualNumber() {
    return Integer.getInteger(
        "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
  }

  /** As many virtual threads as there are to be carriers, none of which lets go of its own. */
  private static void fill() throws NoThreadException {
    int number = usualNumber();
    AtomicInteger missing = new AtomicInteger(number);
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    for (int i = 0; i < number; i++) {
      Threads.virtual(
          "carrier",
          () -> {
            missing.decrementAndGet();
            awaitNone(missing, end);
          });
    }
    awaitNone(missing, end);
  }

  private static void awaitNone(AtomicInteger missing, long end) {
    while (missing.get() > 0 && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  /** Never lets them all be idle for long. */
  private static void hold() {
    while (true) {
      LockSupport.parkNanos(PAUSE.toNanos());
      try {
        Threads.virtual("carrier", () -> {});
      } catch (NoThreadException _) {
        // there are carriers, which is what this is for
      }
    }
  }
}
