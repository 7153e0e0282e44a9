package org.sshlite.tests.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a process's memory. */
final class Memory {
  private Memory() {}

  /**
   * The same of a server and all processes of its own, in KiB.
   *
   * @param shell the name of its users' processes, which are none of its own
   */
  static double pssOfServer(long pid, String shell) throws IOException {
    double all = pss(pid);
    for (ProcessHandle each : ProcessHandle.of(pid).orElseThrow().descendants().toList()) {
      Path process = Path.of("/proc", "" + each.pid());
      if (!Files.readString(process.resolve("comm")).strip().equals(shell)) {
        all += pss(each.pid());
      }
    }
    return all;
  }

  /** Its proportional set size, in KiB: proc_pid_smaps(5). */
  static double pss(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", "" + pid, "smaps_rollup")).stream()
        .filter(line -> line.startsWith("Pss:"))
        .mapToDouble(line -> Double.parseDouble(line.split(" +")[1]))
        .findFirst()
        .orElseThrow();
  }
}
