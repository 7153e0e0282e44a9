package org.sshlite.sshd.pam;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When refused passwords are answered: time must not tell about whom. Any thread. */
final class PamRefusals {
  /**
   * Nobody is refused sooner, and who would be later is at a multiple of it: modules compute no
   * hash for a user who does not exist or whose password is locked, and where they ask for no delay
   * the time would tell. A hash of crypt(3) takes less, where the machine is not kept busy.
   */
  private static final long GRID_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private volatile Duration usual = Duration.ZERO;

  /**
   * Waits for it, of one that modules have refused.
   *
   * @param delay that they want
   * @param taken nanoseconds that they have had
   */
  void await(Duration delay, LongSupplier taken) {
    if (!delay.isZero()) {
      usual = delay;
    }
    sleep(delay, taken);
  }

  /** The same, with the delay that they wanted last. */
  void awaitUsual(LongSupplier taken) {
    sleep(usual, taken);
  }

  private static void sleep(Duration delay, LongSupplier taken) {
    try {
      Thread.sleep(delay);
      TimeUnit.NANOSECONDS.sleep(GRID_NANOS - taken.getAsLong() % GRID_NANOS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
