package org.sshlite.sftp.client;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one transfer that are not answered yet. Their number may grow with each answer:
 * little is asked of a short file, and much of a long way.
 */
final class UnderWay {
  private static final int FIRST = 16;

  /**
   * With the 255 KiB of OpenSSH's server 64 MiB, which is what 100 ms of a line of 5 Gbit/s hold.
   * They cost memory nowhere: what is not answered yet is kept back by the windows below.
   */
  static final int MOST = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int allowed = FIRST;
  private int count;
  private @Nullable IOException failure;

  /**
   * Waits until one more may be asked.
   *
   * @throws IOException what failed
   */
  void begin() throws IOException {
    lock.lock();
    try {
      while (failure == null && count >= allowed) {
        await();
      }
      check();
      count++;
    } finally {
      lock.unlock();
    }
  }

  /** An answer has come. */
  void end() {
    lock.lock();
    try {
      count--;
      allowed = Math.min(MOST, allowed + 1);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What comes first counts. */
  void fail(IOException reason) {
    lock.lock();
    try {
      if (failure == null) {
        failure = reason;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until one that is under way has ended, or there is none. */
  void awaitOne() throws IOException {
    lock.lock();
    try {
      int before = count;
      while (failure == null && count > 0 && count == before) {
        await();
      }
      check();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until none is under way. */
  void awaitAll() throws IOException {
    lock.lock();
    try {
      while (failure == null && count > 0) {
        await();
      }
      check();
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return count == 0;
    } finally {
      lock.unlock();
    }
  }

  private void await() throws IOException {
    try {
      changed.await();
    } catch (InterruptedException e) {
      throw Waiting.interrupted();
    }
  }

  private void check() throws IOException {
    if (failure != null) {
      throw Waiting.again(failure);
    }
  }
}
