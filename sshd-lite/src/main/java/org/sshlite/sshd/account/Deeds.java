package org.sshlite.sshd.account;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is being done as one user, and who waits for a turn. Any thread but those of event loops.
 */
final class Deeds {
  /**
   * Of one user, and with them his threads that do not end although they were told to. A file
   * system of his own making (FUSE) can let each of them wait for ever, and to log in as him costs
   * one.
   */
  static final int MOST = 256;

  /** A rush is over sooner, on a busy machine too; what hangs must not hold up all that comes. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Map<Integer, Deeds> OF_USERS = new HashMap<>();

  private final Condition ended = LOCK.newCondition();
  private int begun;
  private int waiting;

  private Deeds() {}

  /**
   * Counts one more of a user's, once there is room.
   *
   * @param patience how long it waits for that
   * @return whether there was room
   */
  static boolean begin(int uid, Duration patience) {
    LOCK.lock();
    try {
      Deeds deeds = of(uid);
      boolean room = deeds.awaitRoom(patience);
      if (room) {
        deeds.begun++;
      }
      deeds.forgetIfIdle(uid);
      return room;
    } finally {
      LOCK.unlock();
    }
  }

  /** Counts one more, beyond the limit too. */
  static void add(int uid) {
    LOCK.lock();
    try {
      of(uid).begun++;
    } finally {
      LOCK.unlock();
    }
  }

  static void done(int uid) {
    LOCK.lock();
    try {
      Deeds deeds = of(uid);
      deeds.begun--;
      deeds.ended.signal();
      deeds.forgetIfIdle(uid);
    } finally {
      LOCK.unlock();
    }
  }

  private static Deeds of(int uid) {
    return OF_USERS.computeIfAbsent(uid, _ -> new Deeds());
  }

  private boolean awaitRoom(Duration patience) {
    long left = patience.toNanos();
    waiting++;
    try {
      while (begun >= MOST) {
        if (left <= 0) {
          return false;
        }
        left = ended.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting--;
    }
  }

  private void forgetIfIdle(int uid) {
    if (begun == 0 && waiting == 0) {
      OF_USERS.remove(uid);
    }
  }
}
