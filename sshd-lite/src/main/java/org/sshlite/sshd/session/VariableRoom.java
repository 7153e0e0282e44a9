package org.sshlite.sshd.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How much a client may set in the environment of one session, and of all sessions of its user
 * together. It is given back when the session keeps no variables any more. One thread at a time.
 */
public final class VariableRoom implements AutoCloseable {
  /** As OpenSSH. */
  private static final int MOST_VARIABLES = 128;

  /**
   * Of names and values. A value that Linux gives a program has 128 KiB at most, and locales and
   * the like, which are what is sent, a few dozen.
   */
  private static final int MOST_BYTES = 256 * 1024;

  /**
   * Of a user, in all sessions that keep them: sixteen with all that one may have, or thousands
   * with a locale. sshd has a process for each connection, which holds them.
   */
  private static final int MOST_BYTES_OF_USER = 4 * 1024 * 1024;

  private static final Map<Object, Integer> OF_USERS = new ConcurrentHashMap<>();

  private final Object user;
  private int variables;
  private int bytes;

  /**
   * @param user who is the same in each of his sessions, by {@link Object#equals}
   */
  public VariableRoom(Object user) {
    this.user = user;
  }

  /** Takes room for one more; false where there is none. */
  public boolean take(String name, byte[] value) {
    int more = name.length() + value.length;
    boolean fits = variables < MOST_VARIABLES && more <= MOST_BYTES - bytes && takeOfUser(more);
    if (fits) {
      variables++;
      bytes += more;
    }
    return fits;
  }

  private boolean takeOfUser(int more) {
    AtomicBoolean fits = new AtomicBoolean();
    OF_USERS.compute(
        user,
        (_, before) -> {
          int taken = before == null ? 0 : before;
          fits.set(more <= MOST_BYTES_OF_USER - taken);
          return fits.get() ? Integer.valueOf(taken + more) : before;
        });
    return fits.get();
  }

  /** Nothing is kept any more. */
  @Override
  public void close() {
    int less = bytes;
    bytes = 0;
    OF_USERS.computeIfPresent(user, (_, taken) -> taken == less ? null : taken - less);
  }
}
