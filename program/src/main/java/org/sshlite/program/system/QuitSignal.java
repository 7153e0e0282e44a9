package org.sshlite.program.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * SIGQUIT, at which a virtual machine shows its threads and goes on, where any other program ends:
 * Ctrl-\ at a terminal. What ends of it has no time to undo anything. One for a process.
 */
public final class QuitSignal {
  /** On all systems here. */
  private static final int SIGINT = 2;

  private static final int SIGQUIT = 3;

  private static final long DEFAULT = 0;
  private static final long IGNORE = 1;

  private static final Path STATUS = Path.of("/proc/self/status");

  private static boolean ends;
  private static boolean shows;

  /** The virtual machine's handler, once it was taken off. */
  private static long handler = DEFAULT;

  private QuitSignal() {}

  /** Has it end the process, or do nothing where signals of the keyboard were ignored. */
  public static synchronized void endsProcess() {
    if (!ends && !shows) {
      ends = true;
      // a shell without job control ignores both for what it puts into the background, and the
      // virtual machine, which heeds that for SIGINT, does not for this one
      handler = Libc.call("signal", SIGQUIT, ignores(SIGINT) ? IGNORE : DEFAULT).value();
    }
  }

  /**
   * Has it show the threads from now on, as a virtual machine does: no key sends it any more, and a
   * terminal would stay raw.
   */
  public static synchronized void showsThreads() {
    shows = true;
    if (ends) {
      ends = false;
      Libc.call("signal", SIGQUIT, handler);
    }
  }

  private static boolean ignores(int signal) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("SigIgn:"))
          .map(line -> line.substring(line.lastIndexOf('\t') + 1))
          .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) >> (signal - 1) & 1) == 1);
    } catch (IOException | NumberFormatException _) {
      return false; // not to be seen here
    }
  }
}
