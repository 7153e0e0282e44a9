package org.sshlite.sshd.process;

/** Who may change a file or folder, or put another in its place. */
public final class Writers {
  private static final int WRITABLE_BY_OTHERS = 022;

  private Writers() {}

  /**
   * Whether it is nobody but root and one user.
   *
   * @param uid the user's
   * @param owner of the file
   * @param mode of the file
   */
  public static boolean areRootAnd(int uid, int owner, int mode) {
    return (owner == Account.ROOT || owner == uid) && (mode & WRITABLE_BY_OTHERS) == 0;
  }
}
