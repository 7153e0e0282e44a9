package org.sshlite.sftp.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Functions of the C library as one session calls them: all in one shape, six machine words in and
 * one out, and with errno in memory that is kept, so that a call allocates nothing. One thread.
 */
@SuppressWarnings("restricted")
final class Libc implements AutoCloseable {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              Collections.nCopies(6, ValueLayout.JAVA_LONG).toArray(MemoryLayout[]::new)),
          Linker.Option.captureCallState("errno"));
  private static final Map<Integer, String> MESSAGES = new ConcurrentHashMap<>();

  private static final MemorySegment CLOSE = find("close");
  static final MemorySegment COPY_FILE_RANGE = find("copy_file_range");
  static final MemorySegment FCHMOD = find("fchmod");
  static final MemorySegment FCHMODAT = find("fchmodat");
  static final MemorySegment FCHOWN = find("fchown");
  static final MemorySegment FCHOWNAT = find("fchownat");
  static final MemorySegment FSTATFS = find("fstatfs");
  static final MemorySegment FSTATVFS = find("fstatvfs");
  static final MemorySegment FSYNC = find("fsync");
  static final MemorySegment FTRUNCATE = find("ftruncate");
  static final MemorySegment FUTIMENS = find("futimens");
  static final MemorySegment GETDENTS = find("getdents64");
  static final MemorySegment GETGRGID = find("getgrgid_r");
  static final MemorySegment GETPWNAM = find("getpwnam_r");
  static final MemorySegment GETPWUID = find("getpwuid_r");
  static final MemorySegment LINKAT = find("linkat");
  static final MemorySegment MKDIRAT = find("mkdirat");
  static final MemorySegment OPENAT = find("openat");
  static final MemorySegment PREAD = find("pread");
  static final MemorySegment PWRITE = find("pwrite");
  static final MemorySegment READLINKAT = find("readlinkat");
  static final MemorySegment RENAMEAT = find("renameat");
  static final MemorySegment RENAMEAT2 = find("renameat2");
  static final MemorySegment STATX = find("statx");
  static final MemorySegment SYMLINKAT = find("symlinkat");
  static final MemorySegment SYSCALL = find("syscall");
  static final MemorySegment TRUNCATE = find("truncate");
  static final MemorySegment UMASK = find("umask");
  static final MemorySegment UNLINKAT = find("unlinkat");
  static final MemorySegment UNSHARE = find("unshare");
  static final MemorySegment UTIMENSAT = find("utimensat");
  static final MemorySegment WRITE = find("write");

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(STATE);

  /** NULL where a C library has no such function: calls of it fail then. */
  private static MemorySegment find(String function) {
    return LINKER.defaultLookup().find(function).orElse(MemorySegment.NULL);
  }

  /** Memory that lives as long as this. */
  MemorySegment allocate(long bytes) {
    return arena.allocate(bytes, 8);
  }

  /** Calls a function; where it fails, {@link #errno()} says why. Interrupted ones are repeated. */
  long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    long result;
    do {
      result = callOnce(function, a, b, c, d, e, f);
    } while (failed(result) && errno() == Errno.EINTR);
    return result;
  }

  private long callOnce(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    if (function.address() == 0) {
      state.set(ValueLayout.JAVA_INT, ERRNO, Errno.ENOSYS);
      return -1;
    }
    try {
      return (long) CALL.invokeExact(function, state, a, b, c, d, e, f);
    } catch (RuntimeException | Error problem) {
      throw problem;
    } catch (Throwable problem) {
      throw new AssertionError(problem);
    }
  }

  long call(MemorySegment function, long a) {
    return call(function, a, 0, 0, 0, 0, 0);
  }

  long call(MemorySegment function, long a, long b) {
    return call(function, a, b, 0, 0, 0, 0);
  }

  long call(MemorySegment function, long a, long b, long c) {
    return call(function, a, b, c, 0, 0, 0);
  }

  long call(MemorySegment function, long a, long b, long c, long d) {
    return call(function, a, b, c, d, 0, 0);
  }

  long call(MemorySegment function, long a, long b, long c, long d, long e) {
    return call(function, a, b, c, d, e, 0);
  }

  /** Closes a file. Not repeated: Linux has closed it when it says that it was interrupted. */
  boolean closeFile(int number) {
    return !failed(callOnce(CLOSE, number, 0, 0, 0, 0, 0)) || errno() == Errno.EINTR;
  }

  /** Whether a result is -1, of a long or of an int: the upper half of that is not defined. */
  static boolean failed(long result) {
    return (int) result == -1;
  }

  int errno() {
    return state.get(ValueLayout.JAVA_INT, ERRNO);
  }

  static String message(int errno) {
    return MESSAGES.computeIfAbsent(errno, Libc::strerror);
  }

  private static String strerror(int errno) {
    try (Libc libc = new Libc()) {
      MemorySegment text = libc.allocate(256);
      // the one of POSIX: strerror's own memory is shared between threads
      int error = (int) libc.call(find("__xpg_strerror_r"), errno, text.address(), text.byteSize());
      return error == 0 ? text.getString(0, StandardCharsets.UTF_8) : "error " + errno;
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
