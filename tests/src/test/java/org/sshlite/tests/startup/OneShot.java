package org.sshlite.tests.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/**
 * One run of a program from its start to its end, as GNU time tells it: a JVM that starts a program
 * would count its own memory as the program's.
 *
 * @param wall seconds
 * @param cpu seconds of the process and of the children it has waited for, in steps of 1/100
 * @param memory the most that was resident, megabytes (10⁶ bytes)
 */
record OneShot(double wall, double cpu, double memory) {
  /** Far above what a JVM without a cache takes on a machine with other things to do. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  static OneShot of(Program program, Path folder) {
    return of(program, folder, LIMIT);
  }

  static OneShot of(Program program, Path folder, Duration limit) {
    Path report = folder.resolve("time");
    Program timed =
        Program.of(Peers.path("time"), "-f", "%U %S %M", "-o", report.toString())
            .with(program.command().toArray(String[]::new))
            .env(program.environment());
    long start = System.nanoTime();
    Finished finished = timed.run(limit);
    double wall = (System.nanoTime() - start) / 1e9;
    if (finished.status() != 0) {
      throw new IllegalStateException(String.join(" ", program.command()) + ": " + finished);
    }
    try {
      String[] words = Files.readString(report).strip().split(" ");
      double cpu = Double.parseDouble(words[0]) + Double.parseDouble(words[1]);
      return new OneShot(wall, cpu, Double.parseDouble(words[2]) * 1024 / 1e6);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
