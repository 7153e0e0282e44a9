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
        .orElse(0); // of one that has ended and is not waited for
  }

  /**
   * The same of a server and all processes of its own, in KiB.
   *
   * @param shell the name of its users' processes: neither they nor what they start is its own
   */
  static double pssOfServer(long pid, String shell) throws IOException {
    double all = pss(pid);
    for (ProcessHandle each :
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).toList()) {
      try {
        String name = Files.readString(Path.of("/proc", "" + each.pid(), "comm")).strip();
        all += name.equals(shell) ? 0 : pssOfServer(each.pid(), shell);
      } catch (IOException _) {
        continue; // it has ended meanwhile
      }
    }
    return all;
  }
}
