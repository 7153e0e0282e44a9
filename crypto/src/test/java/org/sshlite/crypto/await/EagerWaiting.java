package org.sshlite.crypto.await;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Looks soon whether what a test waits for has come, which is mostly there at once, and then ever
 * more seldom up to Awaitility's own tenth of a second. It waits for longer than Awaitility would:
 * programs start and end meanwhile, and machines stop for seconds. JUnit finds it by its name in a
 * file, for the tests of each module.
 */
public final class EagerWaiting implements LauncherSessionListener {
  private static final int FIRST_MILLIS = 10;
  private static final int LAST_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(PATIENCE);
    Awaitility.setDefaultPollDelay(Duration.ofMillis(FIRST_MILLIS));
    Awaitility.setDefaultPollInterval((count, _) -> Duration.ofMillis(after(count)));
  }

  private static long after(int count) {
    return Math.min((long) FIRST_MILLIS << Math.min(count, 4), LAST_MILLIS);
  }
}
