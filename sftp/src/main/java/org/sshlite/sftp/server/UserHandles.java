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

  private UserHandles(Object user) {
    this.user = user;
  }

  /**
   * @param user who is the same in each of his sessions, by {@link Object#equals}
   */
  public static UserHandles of(Object user) {
    return new UserHandles(user);
  }

  /** Of somebody who has this session alone. */
  public static UserHandles alone() {
    return new UserHandles(new Object());
  }

  /** Counts one more; false when there are too many, and none is counted. */
  boolean take() {
    if (COUNTS.merge(user, 1, Integer::sum) > MOST) {
      giveBack();
      return false;
    }
    return true;
  }

  void giveBack() {
    COUNTS.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
  }
}
