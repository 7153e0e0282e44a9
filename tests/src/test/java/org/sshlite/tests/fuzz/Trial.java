package org.sshlite.tests.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;

/** One input for one target: what its property says holds, and it allocates little. */
public final class Trial {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What a parser may need for an input of no length: buffers, tables, the largest packet. */
  private static final long ALLOCATED_AT_ALL = 16L << 20;

  /** Objects, text and copies of each byte. */
  private static final long ALLOCATED_FOR_EACH_BYTE = 2048;

  private static final int SHOWN = 4096;

  private Trial() {}

  /**
   * Tries it.
   *
   * @throws AssertionError with the input, when something does not hold
   */
  public static void of(Target target, byte[] input) {
    long most = ALLOCATED_AT_ALL + ALLOCATED_FOR_EACH_BYTE * input.length;
    // the first time may load classes
    if (allocated(target, input) > most && allocated(target, input) > most) {
      throw new AssertionError(target + " allocates more than " + most + " with " + hex(input));
    }
  }

  private static long allocated(Target target, byte[] input) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      target.property().holdsFor(input.clone());
    } catch (Throwable e) {
      throw new AssertionError(target + " with " + hex(input), e);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static String hex(byte[] input) {
    return HexFormat.of().formatHex(input, 0, Math.min(SHOWN, input.length));
  }
}
