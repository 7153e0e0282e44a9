package org.sshlite.tests.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a process's memory. */
final class Memory {
  private Memory() {}

  /** Its proportional set size, in KiB: proc_pid_smaps(5). */
  static double pss(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", "" + pid, "smaps_rollup")).stream()
        .filter(line -> line.startsWith("Pss:"))
        .mapToDouble(line -> Double.parseDouble(line.split(" +")[1]))
        .findFirst()
        .orElseThrow();
  }
}
