package org.sshlite.sshd.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.sshlite.protocol.message.SessionRequest;

/** How long the texts of a request may be that a session keeps, or starts something with. */
public final class RequestTexts {
  /**
   * Characters of a terminal's type, the name of a subsystem, or an X11 protocol or cookie: all
   * that there are have a few dozen.
   */
  private static final int MOST_CHARACTERS = 1024;

  /** Bytes of a command: the longest argument that Linux gives to a program, but for its NUL. */
  private static final int MOST_COMMAND = 128 * 1024 - 1;

  private static final Logger LOG = System.getLogger("session");

  private RequestTexts() {}

  /** Whether they are as short as they have to be; what is not is refused. */
  public static boolean fit(SessionRequest request) {
    boolean fit =
        switch (request) {
          case SessionRequest.PtyRequest wanted -> isName(wanted.terminal());
          case SessionRequest.Subsystem(var name) -> isName(name);
          case SessionRequest.X11Request wanted ->
              isName(wanted.protocol()) && isName(wanted.cookie());
          case SessionRequest.Exec(var command) -> command.length <= MOST_COMMAND;
          default -> true;
        };
    if (!fit) {
      LOG.log(Level.INFO, "Refused a request " + request.type() + ": it is too long");
    }
    return fit;
  }

  private static boolean isName(String text) {
    return text.length() <= MOST_CHARACTERS;
  }
}
