package org.sshlite.tests.zoo;

import java.util.EnumMap;
import java.util.Map;

/**
 * A peer: a row of the table.
 *
 * @param name what people call it
 * @param version where its version is read
 * @param driver how it is told what to do
 * @param exceptions the cells where it does not simply work
 */
record Row<D>(String name, Version version, D driver, Map<Cell, Expected> exceptions) {
  static <D> Row<D> of(String name, Version version, D driver) {
    return new Row<>(name, version, driver, Map.of());
  }

  Expected expected(Cell cell) {
    return exceptions.getOrDefault(cell, new Expected.Works());
  }

  /** What it tells of a command that a signal has ended. */
  Row<D> says(String signal) {
    return with(new Expected.Says(signal), Cell.SIGNAL);
  }

  Row<D> fails(String why, Cell... cells) {
    return with(new Expected.Fails(why), cells);
  }

  Row<D> varies(String why, Cell... cells) {
    return with(new Expected.Varies(why), cells);
  }

  Row<D> lacks(String why, Cell... cells) {
    return with(new Expected.Lacks(why), cells);
  }

  private Row<D> with(Expected expected, Cell... cells) {
    Map<Cell, Expected> more = new EnumMap<>(Cell.class);
    more.putAll(exceptions);
    for (Cell cell : cells) {
      more.put(cell, expected);
    }
    return new Row<>(name, version, driver, Map.copyOf(more));
  }

  @Override
  public String toString() {
    return name;
  }
}
