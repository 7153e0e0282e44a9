package org.sshlite.tests.goal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The goals of one benchmark. Closing prints them as a table. Where the variable BENCHMARK_GOALS
 * names a file they are appended there instead, each as soon as it is measured: the goals of
 * several benchmarks make one table, and what one measured before it failed is in it.
 */
public final class Goals implements AutoCloseable {
  private static final String FILE = "BENCHMARK_GOALS";

  private final List<Goal> goals = new ArrayList<>();

  public void add(String name, Wanted wanted, Measured measured, String how) throws IOException {
    Goal goal = Goal.of(name, wanted, measured, how);
    goals.add(goal);
    if (System.getenv(FILE) instanceof String file) {
      Files.writeString(
          Path.of(file), goal.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  @Override
  public void close() {
    if (System.getenv(FILE) == null) {
      System.out.print(GoalTable.of("Goals", goals));
    }
  }
}
