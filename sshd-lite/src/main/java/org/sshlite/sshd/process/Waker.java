package org.sshlite.sshd.process;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.program.system.Poll;

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
   * @param events of {@link Poll}
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
    try {
      Poll.once(
          milliseconds, new Poll.Interest(descriptor, events), new Poll.Interest(readEnd, Poll.IN));
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
