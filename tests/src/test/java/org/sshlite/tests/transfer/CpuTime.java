package org.sshlite.tests.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/**
 * CPU time of a process and of the children it has waited for, as Linux tells it. A server's holds
 * that of the command which its session ran.
 */
public final class CpuTime {
  /** A tick of the clock in /proc, on every Linux that Java runs on: 1/100 s. */
  private static final double TICKS_A_SECOND = 100;

  private CpuTime() {}

  public static boolean isKnown() {
    return Files.exists(Path.of("/proc/self/stat"));
  }

  /** Seconds. */
  public static double of(long pid) {
    String stat;
    try {
      stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // proc_pid_stat(5): utime, stime, cutime, cstime are fields 14 to 17; the name before the
    // third may hold spaces
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int field = 14; field <= 17; field++) {
      ticks += Long.parseLong(fields[field - 3]);
    }
    return ticks / TICKS_A_SECOND;
  }

  /** Seconds of the children that a server's sessions ran as, once they are gone. */
  public static double afterSessions(long pid) {
    Awaitility.await("the end of the sessions")
        .until(() -> ProcessHandle.of(pid).orElseThrow().children().findAny().isEmpty());
    return of(pid);
  }
}
