package org.sshlite.sftp.machine;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Takes a call of the system from a thread, as sandboxes do: seccomp(2). */
@SuppressWarnings("restricted")
final class Sandbox {
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_SET_SECCOMP = 22;
  private static final int SECCOMP_MODE_FILTER = 2;
  private static final int UNSHARE = System.getProperty("os.arch").equals("aarch64") ? 97 : 272;
  private static final int EPERM = 1;

  private Sandbox() {}

  /** For the calling thread, to its end. */
  static void forbidUnshare() {
    try (Libc libc = new Libc()) {
      // struct sock_filter: code, jt, jf, k
      long[] program = {
        instruction(0x20, 0, 0, 0), // load the number of the call
        instruction(0x15, 0, 1, UNSHARE), // another one goes on
        instruction(0x06, 0, 0, 0x50000 | EPERM), // SECCOMP_RET_ERRNO
        instruction(0x06, 0, 0, 0x7fff0000), // SECCOMP_RET_ALLOW
      };
      MemorySegment filter = libc.allocate(8L * program.length);
      MemorySegment.copy(program, 0, filter, ValueLayout.JAVA_LONG, 0, program.length);
      MemorySegment fprog = libc.allocate(16);
      fprog.set(ValueLayout.JAVA_SHORT, 0, (short) program.length);
      fprog.set(ValueLayout.JAVA_LONG, 8, filter.address());
      MemorySegment prctl = Linker.nativeLinker().defaultLookup().find("prctl").orElseThrow();
      if (Libc.failed(libc.call(prctl, PR_SET_NO_NEW_PRIVS, 1))
          || Libc.failed(libc.call(prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, fprog.address()))) {
        throw new AssertionError("prctl: " + libc.errno());
      }
    }
  }

  private static long instruction(int code, int ifTrue, int ifFalse, int k) {
    return (long) k << 32 | (long) ifFalse << 24 | (long) ifTrue << 16 | code;
  }
}
