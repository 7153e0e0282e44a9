package org.sshlite.sshd.auth;

import org.sshlite.crypto.wire.Printable;
import org.sshlite.sshd.session.ConnectionEnds;

/** A user's name that a peer has given, as lines of the log have it. */
public final class LoggedName {
  // as OpenSSH: a peer's name for a user may have 32 KiB
  private static final int LONGEST = 100;

  private LoggedName() {}

  public static String of(String name) {
    return Printable.line(name.substring(0, Math.min(name.length(), LONGEST)));
  }

  /** With where he comes from. */
  static String by(String name, ConnectionEnds ends) {
    return of(name) + ends.from();
  }
}
