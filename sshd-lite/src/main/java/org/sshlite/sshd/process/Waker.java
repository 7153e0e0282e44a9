package org.sshlite.sshd.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.protocol.system.Libc;

/**
 * Waits for descriptors, and ends all its waits at once when it is closed: closing a descriptor
 * alone does not wake a thread that waits for it.
 */
final class Waker implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private final int readEnd;
  private final int writeEnd;
  private int waiting;
  private boolean closed;

  Waker() throws IOException {
    int[] ends = Descriptor.pipe();
    readEnd = ends[0];
    writeEnd = ends[1];
  }

  /**
   * Waits until {@code descriptor} is ready for {@code events}, has failed or was hung up, the time
   * is over, or this is closed. The caller looks what it was.
   *
   * @param milliseconds -1 for no limit
   */
  void await(int descriptor, int events, int milliseconds) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      waiting++;
    } finally {
      lock.unlock();
    }
    try (Arena arena = Arena.ofConfined()) {
      // two of struct pollfd: int fd, short events, short revents
      MemorySegment set = arena.allocate(16, 4);
      set.set(ValueLayout.JAVA_INT, 0, descriptor);
      set.set(ValueLayout.JAVA_SHORT, 4, (short) events);
      set.set(ValueLayout.JAVA_INT, 8, readEnd);
      set.set(ValueLayout.JAVA_SHORT, 12, (short) Platform.POLL_IN);
      Libc.call("poll", set.address(), 2, milliseconds);
    } finally {
      lock.lock();
      waiting--;
      left.signalAll();
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends every wait, now and later. Returns when nobody waits any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      // the end of the pipe is readable for ever
      Descriptor.close(writeEnd);
      while (waiting > 0) {
        left.awaitUninterruptibly();
      }
      Descriptor.close(readEnd);
    } finally {
      lock.unlock();
    }
  }
}
