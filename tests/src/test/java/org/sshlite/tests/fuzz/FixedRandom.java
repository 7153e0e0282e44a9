package org.sshlite.tests.fuzz;

import java.security.SecureRandom;
import java.util.Random;

/** The same keys in each run, so that what fails once fails again. */
public final class FixedRandom extends SecureRandom {
  private static final long serialVersionUID = 1;

  private final transient Random random = new Random(19);

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
