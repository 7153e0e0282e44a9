package org.sshlite.sftp.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many handles one user has in all of his sessions. Each is an open file of this process, in
 * which he and all others are served: where sshd has a process for each session, and the system its
 * limit for each of them. Any thread.
 */
public final class UserHandles {
  /**
   * Two hundred sessions with twenty each; of the files that systemd lets a JVM have, a percent.
   */
  static final int MOST = 4_096;

  private static final Map<Object, Integer> COUNTS = new ConcurrentHashMap<>();

  private final Object user;
  private final Count count;

  /** What they count for as well, as all that the user has open does. Any thread. */
  public interface Count {
    /** Counts one more; false when there are too many, and none is counted. */
    boolean take();

    /** One that was counted is closed. */
    void giveBack();
  }

  private static final Count ALONE =
      new Count() {
        @Override
        public boolean take() {
          return true;
        }

        @Override
        public void giveBack() {
          // none was counted
        }
      };

  private UserHandles(Object user, Count count) {
    this.user = user;
    this.count = count;
  }

  /**
   * @param user who is the same in each of his sessions, by {@link Object#equals}
   */
  public static UserHandles of(Object user) {
    return of(user, ALONE);
  }

  /** As {@link #of(Object)}, where other things of his are counted with them. */
  public static UserHandles of(Object user, Count count) {
    return new UserHandles(user, count);
  }

  /** Of somebody who has this session alone. */
  public static UserHandles alone() {
    return of(new Object());
  }

  /** Counts one more; false when there are too many, and none is counted. */
  boolean take() {
    boolean may = COUNTS.merge(user, 1, Integer::sum) <= MOST;
    boolean taken = false;
    try {
      taken = may && count.take();
    } finally {
      if (!taken) { // also where there is no memory to ask
        forget();
      }
    }
    return taken;
  }

  void giveBack() {
    forget();
    count.giveBack();
  }

  private void forget() {
    COUNTS.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
  }
}
