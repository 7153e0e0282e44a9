package org.sshlite.sshd;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many connections and channels are open, whatever they were admitted by. Any thread. */
final class OpenCount {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition allOver = lock.newCondition();
  private long open;

  void opened() {
    lock.lock();
    open++;
    lock.unlock();
  }

  void over() {
    lock.lock();
    open--;
    allOver.signalAll();
    lock.unlock();
  }

  /** Waits until everything is over; false when it takes longer. */
  boolean awaitEnd(Duration limit) {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (open > 0 && left > 0) {
        left = allOver.awaitNanos(left);
      }
      return open == 0;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
