package org.sshlite.protocol.thread;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the platform that carry virtual ones. The JVM ends them after thirty seconds in
 * which none had anything to do, and one that is missing is begun by whoever begins or wakes a
 * virtual thread. Where the system gives none then, what was to run is left in a queue that has
 * something in it, and only the first in a queue has a carrier begun: it is never run, whatever the
 * system gives later (ForkJoinPool.push and signalWork of JDK 25). And a new one has the rights of
 * the thread that begins it, which may act for a user. So a process that others depend on begins
 * all of them first, and never lets them be idle for so long. Those beyond their usual number are
 * begun by carriers. Any thread.
 */
public final class Carriers {
  // well within the thirty seconds, on a machine that is busy
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** More than it takes to begin some threads; nobody is held up for longer. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private static boolean kept;
  private static boolean held;

  private Carriers() {}

  /**
   * Once all are there they stay as long as the process. To be called by a thread of the platform
   * with the rights of this process; at once when they are there, and again where some had other
   * things to do.
   *
   * @throws NoThreadException when the system gives too few
   */
  public static synchronized void keep() throws NoThreadException {
    if (!kept) {
      boolean all = begin();
      if (!held) {
        Threads.daemon("carriers", Carriers::hold);
        held = true;
      }
      kept = all;
    }
  }

  private static int usualNumber() {
    return Integer.getInteger(
        "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
  }

  /** As many virtual threads as there are to be carriers, none of which lets go of its own. */
  private static boolean begin() throws NoThreadException {
    int number = usualNumber();
    CountDownLatch missing = new CountDownLatch(number);
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    for (int i = 0; i < number; i++) {
      Threads.virtual(
          "carrier",
          () -> {
            missing.countDown();
            while (missing.getCount() > 0 && System.nanoTime() - end < 0) {
              Thread.onSpinWait();
            }
          });
    }
    try {
      return missing.await(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void hold() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        wake();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // by nobody: it is known to none
    }
  }

  private static void wake() {
    try {
      Threads.virtual("carrier", () -> {});
    } catch (NoThreadException _) {
      return; // one more than there are; those that are there have been woken
    }
  }
}
