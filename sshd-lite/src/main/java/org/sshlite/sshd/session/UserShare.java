package org.sshlite.sshd.session;

import java.util.Optional;

/**
 * What one connection of a user takes of what the process has for all, see {@link UserShares}. All
 * of it is given back when the connection is over. Any thread.
 */
public final class UserShare implements AutoCloseable {
  /**
   * What is counted, by what it needs: open files of this process, and threads and processes beside
   * it.
   */
  public enum Part {
    /** Its socket. */
    CONNECTION(1, 0),
    /** A process, what joins it to this one, and a thread while it is opened. */
    SESSION_OF_PAM(4, 2),
    /** A process, its streams or its terminal, and the threads that carry them. */
    SESSION(10, 6),
    /**
     * A socket: one that listens, or is connected to what the client wants, or to what listens for
     * it.
     */
    FORWARD(1, 0),
    /** A file or a folder that sftp has open. */
    HANDLE(1, 0);

    private final UserShares.Used used;

    Part(long files, long tasks) {
      this.used = new UserShares.Used(files, tasks);
    }

    UserShares.Used used() {
      return used;
    }
  }

  private final Optional<UserShares> shares;
  private final Object user;
  private UserShares.Used taken = UserShares.Used.NOTHING;
  private boolean over;

  UserShare(Optional<UserShares> shares, Object user) {
    this.shares = shares;
    this.user = user;
  }

  /** Of somebody who is not counted. */
  public static UserShare uncounted() {
    return new UserShare(Optional.empty(), "");
  }

  /** Counts one more; false when that is more than the user's share, and none is counted. */
  public synchronized boolean take(Part part) {
    if (over || shares.isEmpty()) {
      return true;
    }
    UserShares.Used after = taken.plus(part.used()); // first: it takes memory
    boolean may = shares.get().take(user, part.used());
    if (may) {
      taken = after;
    }
    return may;
  }

  /** One that was counted is no more. */
  public synchronized void giveBack(Part part) {
    if (!over && shares.isPresent()) {
      UserShares.Used after = taken.minus(part.used());
      shares.get().giveBack(user, part.used());
      taken = after;
    }
  }

  /** The connection is over. */
  @Override
  public synchronized void close() {
    if (!over) {
      shares.ifPresent(all -> all.giveBack(user, taken));
      over = true;
    }
  }
}
