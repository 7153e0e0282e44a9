package org.sshlite.tests.fuzz;

/** A target as Jazzer wants it: the one that the property "fuzz.target" names. */
public final class CoverageGuided {
  private static final Target TARGET = Targets.of(System.getProperty("fuzz.target", ""));

  private CoverageGuided() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Trial.of(TARGET, input);
  }
}
