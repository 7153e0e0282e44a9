package org.sshlite.sshd.session;

/** How much a client may set in the environment of one session. One thread at a time. */
public final class VariableRoom {
  /** As OpenSSH. */
  private static final int MOST_VARIABLES = 128;

  /**
   * Of names and values. A value that Linux gives a program has 128 KiB at most, and locales and
   * the like, which are what is sent, a few dozen.
   */
  private static final int MOST_BYTES = 256 * 1024;

  private int variables;
  private int bytes;

  /** Takes room for one more; false where there is none. */
  public boolean take(String name, byte[] value) {
    int more = name.length() + value.length;
    boolean fits = variables < MOST_VARIABLES && more <= MOST_BYTES - bytes;
    if (fits) {
      variables++;
      bytes += more;
    }
    return fits;
  }
}
