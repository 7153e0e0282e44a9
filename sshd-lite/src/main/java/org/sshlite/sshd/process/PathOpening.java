package org.sshlite.sshd.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sshlite.program.system.Libc;

/**
 * open(2) of what the server reads of a user's by a path. Linux lets each thread of a process into
 * /proc/self/fd, whoever it acts for, and from there past the folders that lead to what others have
 * open; and lets it read what /proc says of the process. A thread that acts for a user is led to
 * neither: openat2(2) with RESOLVE_NO_MAGICLINKS. Before Linux 5.6, which has no such call, the
 * first is as with open(2).
 */
final class PathOpening {
  /** O_PATH of Linux: a place, not what is in it. */
  static final int PLACE = 010000000;

  private static final int CLOEXEC = 02000000;
  private static final int OPENAT2 = 437; // the same on every machine
  private static final int HERE = -100; // AT_FDCWD
  private static final int SIZEOF_OPEN_HOW = 24;
  private static final long NO_MAGICLINKS = 2;

  private static final int SIZEOF_STATFS = 120;
  private static final long PROC = 0x9fa0; // PROC_SUPER_MAGIC
  private static final int ERRNO_NO_ENTRY = 2;
  private static final int ERRNO_ACCESS = 13;

  private PathOpening() {}

  /** Whether this kernel has the call, and no sandbox is before it. Other failures say nothing. */
  private static final class Asked {
    private static final int ERRNO_NO_CALL = 38;
    private static final int ERRNO_NOT_PERMITTED = 1;

    static final boolean HAS = has();

    private static boolean has() {
      Libc.Result opened = guarded("/", PLACE);
      if (!opened.failed()) {
        Descriptor.close(opened.asInt());
      }
      return !opened.failed()
          || opened.errno() != ERRNO_NO_CALL && opened.errno() != ERRNO_NOT_PERMITTED;
    }
  }

  /** Whether what the calling thread opens is kept from what is the process's. */
  static boolean isGuarded() {
    return Thread.currentThread() instanceof ActingThread && Asked.HAS;
  }

  /**
   * Opens with the rights of the calling thread.
   *
   * @param flags of open(2), of those that make no file
   * @return a number above those of standard streams
   */
  static int open(Path path, int flags) throws IOException {
    Libc.Result opened =
        isGuarded() ? guarded(path.toString(), flags) : plain(path.toString(), flags);
    if (opened.failed()) {
      throw switch (opened.errno()) {
        case ERRNO_NO_ENTRY -> new NoSuchFileException(path.toString());
        case ERRNO_ACCESS -> new AccessDeniedException(path.toString());
        default -> new FileSystemException(path.toString(), null, Libc.message(opened.errno()));
      };
    }
    int number = Descriptor.aboveStandard(opened.asInt());
    if (Thread.currentThread() instanceof ActingThread && isOfProcesses(number)) {
      Descriptor.close(number);
      throw new AccessDeniedException(path.toString());
    }
    return number;
  }

  private static Libc.Result plain(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return Libc.call("open", name(arena, path), flags);
    }
  }

  private static Libc.Result guarded(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment how = arena.allocate(SIZEOF_OPEN_HOW, 8);
      how.set(ValueLayout.JAVA_LONG, 0, flags | CLOEXEC);
      how.set(ValueLayout.JAVA_LONG, 16, NO_MAGICLINKS);
      return Libc.call("syscall", OPENAT2, HERE, name(arena, path), how.address(), SIZEOF_OPEN_HOW);
    }
  }

  private static long name(Arena arena, String path) {
    return Libc.string(arena, path.getBytes(StandardCharsets.UTF_8)).address();
  }

  /** Whether a file is one of /proc, wherever that is mounted. */
  private static boolean isOfProcesses(int number) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment facts = arena.allocate(SIZEOF_STATFS, 8);
      return Libc.call("fstatfs", number, facts.address()).failed()
          || facts.get(ValueLayout.JAVA_LONG, 0) == PROC;
    }
  }
}
