package org.sshlite.tests.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds, as Linux tells it.
 *
 * @param resident megabytes (10⁶ bytes) of memory
 */
public record ServerState(double resident, int threads, long descriptors) {
  public static ServerState of(long pid) throws IOException {
    Path process = Path.of("/proc", "" + pid);
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      return new ServerState(
          number(process, "VmRSS:") * 1024 / 1e6,
          (int) number(process, "Threads:"),
          descriptors.count());
    }
  }

  /** A line of proc_pid_status(5); memory is in KiB. */
  private static long number(Path process, String name) throws IOException {
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no " + name + " in " + process.resolve("status"));
  }
}
