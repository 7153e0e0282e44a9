package org.sshlite.tests.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sshlite.tests.transfer.CpuTime;

/** What a process takes, with all that it has started and that still runs. */
final class Usage {
  private static final int KIBIBYTE = 1024;

  private Usage() {}

  private static List<Long> family(long pid) {
    ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(handle), handle.descendants()).map(ProcessHandle::pid).toList();
  }

  /** CPU time, seconds. */
  static double seconds(long pid) {
    return family(pid).stream().mapToDouble(CpuTime::of).sum();
  }

  /** Memory that is nobody else's, MiB: RssAnon of proc_pid_status(5). */
  static double memory(long pid) throws IOException {
    long kibibytes = 0;
    for (long each : family(pid)) {
      for (String line : Files.readAllLines(Path.of("/proc/" + each + "/status"))) {
        if (line.startsWith("RssAnon:")) {
          kibibytes += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return (double) kibibytes / KIBIBYTE;
  }
}
