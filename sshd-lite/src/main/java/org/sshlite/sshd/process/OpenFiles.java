package org.sshlite.sshd.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;
import org.sshlite.program.system.Libc;

/**
 * The limit on open files of a new process. The Java runtime raises its own as far as it may, and
 * programs that believe in the usual one (select, closing all there could be) would suffer from
 * inheriting that.
 */
public final class OpenFiles {
  /** What the launcher found: the soft limit of the one who started the server. */
  private static final String PROPERTY = "org.sshlite.sshd.open-files";

  private static final int RLIMIT_NOFILE = 7;
  private static final long UNCHANGED = -1;
  private static final long LIMIT = Long.getLong(PROPERTY, UNCHANGED);

  private OpenFiles() {}

  /** How many this process may have; empty where nobody says. */
  public static OptionalLong most() {
    if (!Libc.has("prlimit")) {
      return OptionalLong.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limits = arena.allocate(16, 8);
      long soft =
          Libc.call("prlimit", 0, RLIMIT_NOFILE, 0, limits.address()).failed()
              ? UNCHANGED
              : limits.get(ValueLayout.JAVA_LONG, 0);
      return soft < 0 ? OptionalLong.empty() : OptionalLong.of(soft); // none is all bits
    }
  }

  /**
   * Gives {@code pid} the limit back that the server was started with, if that is known and the
   * system (Linux) can. The process has only begun to run by then.
   */
  static void restore(int pid) {
    if (LIMIT == UNCHANGED || !Libc.has("prlimit")) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      // struct rlimit: soft, hard
      MemorySegment limits = arena.allocate(16, 8);
      if (Libc.call("prlimit", pid, RLIMIT_NOFILE, 0, limits.address()).failed()) {
        return;
      }
      limits.set(ValueLayout.JAVA_LONG, 0, LIMIT);
      Libc.call("prlimit", pid, RLIMIT_NOFILE, limits.address(), 0);
    }
  }
}
