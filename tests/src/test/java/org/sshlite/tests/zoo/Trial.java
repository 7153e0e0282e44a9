package org.sshlite.tests.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.opentest4j.AssertionFailedError;

/** Holds what a peer does against what its cell says; and what both halves of the zoo send. */
final class Trial {
  /** What is sent and fetched. */
  static final int BYTES = 20_000_000;

  private static final Pattern EXCHANGE = Pattern.compile("kex: algorithm");

  private Trial() {}

  /** Bytes that cannot be compressed: those would not reach a limit. */
  static byte[] randomBytes() {
    byte[] bytes = new byte[BYTES];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /**
   * Insists that a log of ours tells of an exchange of keys after the first. How many there are is
   * the peer's: what is on its way when it asks counts for the next with some, and not with others.
   */
  static void requireRekey(String log) {
    assertThat(EXCHANGE.matcher(log).results().count()).as("exchanges of keys").isGreaterThan(1);
  }

  /**
   * @param trial throws {@link AssertionError} where the peer does not do it
   */
  static void judge(Expected expected, Runnable trial) {
    switch (expected) {
      case Expected.Works _, Expected.Says _ -> trial.run();
      case Expected.Lacks _, Expected.Varies _ -> {}
      case Expected.Fails(String why) -> {
        if (failureOf(trial).isEmpty()) {
          throw new AssertionFailedError("it works now, although: " + why);
        }
      }
    }
  }

  private static String failureOf(Runnable trial) {
    try {
      trial.run();
      return "";
    } catch (AssertionError e) {
      return e.toString();
    }
  }
}
