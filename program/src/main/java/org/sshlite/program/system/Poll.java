package org.sshlite.program.system;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** poll(2): waits until one of several descriptors can be read or written, or has failed. */
public final class Poll {
  // the same on every system we know
  public static final int IN = 1;
  public static final int OUT = 4;

  /** Nobody is at the other end any more: POLLERR and POLLHUP. */
  public static final int GONE = 0x8 | 0x10;

  // struct pollfd: int fd, short events, short revents
  private static final int SIZE = 8;
  private static final int EVENTS = 4;
  private static final int ANSWER = 6;

  private Poll() {}

  /**
   * What is waited for.
   *
   * @param events {@link #IN}, {@link #OUT}
   */
  public record Interest(int descriptor, int events) {}

  /**
   * Waits once; a signal ends it as well.
   *
   * @param milliseconds -1 for no limit
   * @return what the first one is ready for, {@link #GONE} among it; 0 for nothing
   */
  public static int once(int milliseconds, Interest... interests) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate((long) SIZE * interests.length, Integer.BYTES);
      for (int i = 0; i < interests.length; i++) {
        set.set(ValueLayout.JAVA_INT, (long) SIZE * i, interests[i].descriptor());
        set.set(ValueLayout.JAVA_SHORT, (long) SIZE * i + EVENTS, (short) interests[i].events());
      }
      boolean failed = Libc.call("poll", set.address(), interests.length, milliseconds).asInt() < 0;
      return failed ? 0 : set.get(ValueLayout.JAVA_SHORT, ANSWER);
    }
  }
}
