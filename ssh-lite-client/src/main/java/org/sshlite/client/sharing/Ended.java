package org.sshlite.client.sharing;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.Poll;
import org.sshlite.program.system.SystemException;

/**
 * That nobody wants the open files of a client any more, as something that can be waited for beside
 * them: a read that went on would take from the client's user what he types next.
 */
public final class Ended implements AutoCloseable {
  private final int readEnd;
  private final int writeEnd;
  private volatile boolean told;

  public Ended() throws SystemException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(2 * Integer.BYTES, Integer.BYTES);
      Libc.check("pipe", ends.address());
      readEnd = ends.get(ValueLayout.JAVA_INT, 0);
      writeEnd = ends.get(ValueLayout.JAVA_INT, Integer.BYTES);
    }
  }

  /** Whoever waits goes on. */
  public synchronized void tell() {
    if (!told) {
      told = true;
      Libc.call("close", writeEnd);
    }
  }

  boolean isTold() {
    return told;
  }

  /**
   * Waits until {@code descriptor} can do what {@code events} of {@link Poll} say, or this is told.
   */
  void await(int descriptor, int events) {
    Poll.Interest wanted = new Poll.Interest(descriptor, events);
    Poll.Interest end = new Poll.Interest(readEnd, Poll.IN);
    while (!told && Poll.once(-1, wanted, end) == 0) {
      continue; // a signal came first: who went on would wait in the system call, and not for us
    }
  }

  /** When nobody waits any more. */
  @Override
  public void close() {
    tell();
    Libc.call("close", readEnd);
  }
}
