package org.sshlite.sshd.pam;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When refused passwords are answered: time must not tell about whom. Any thread. */
final class PamRefusals {
  /**
   * Nobody is refused sooner, and who would be later is at a multiple of it: modules compute no
   * hash for a user who does not exist or whose password is locked, and where they ask for no delay
   * the time would tell. A hash of crypt(3) takes less, where the machine is not kept busy.
   */
  private static final long GRID_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private PamRefusals() {}

  /**
   * Waits for it. The delay, which the library makes differ by chance, begins on the grid: what is
   * longer by some milliseconds each time would be seen through it after some guesses.
   *
   * @param delay that modules want
   * @param taken nanoseconds that was worked for the answer
   */
  static void await(Duration delay, long taken) {
    try {
      TimeUnit.NANOSECONDS.sleep(GRID_NANOS - taken % GRID_NANOS);
      Thread.sleep(delay);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
