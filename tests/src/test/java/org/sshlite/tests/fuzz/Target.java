package org.sshlite.tests.fuzz;

import java.util.List;
import java.util.function.Supplier;

/**
 * Something that reads what strangers send.
 *
 * @param name of its folder of inputs, and for the command line
 * @param runs inputs made of each seed in a build of {@code -P whole}; half of them otherwise
 * @param seeds inputs that others are made of; good ones above all
 */
public record Target(String name, int runs, Supplier<List<byte[]>> seeds, Property property) {
  /** Most of them take microseconds. */
  private static final int RUNS = 300;

  /** What holds for any input. */
  @FunctionalInterface
  public interface Property {
    /**
     * Reads it.
     *
     * @throws AssertionError when something does not hold
     * @throws Exception any but what the parser says that it throws: nor does that
     */
    void holdsFor(byte[] input) throws Exception;
  }

  public Target(String name, Supplier<List<byte[]>> seeds, Property property) {
    this(name, RUNS, seeds, property);
  }

  /** For one whose inputs are dear. */
  public Target runs(int count) {
    return new Target(name, count, seeds, property);
  }

  @Override
  public String toString() {
    return name;
  }
}
