package org.sshlite.sshd.main;

import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.sshd.session.ConnectionEnds;

/**
 * What the log says of a connection that is over, in OpenSSH's words: programs that ban guessers
 * read them.
 */
final class EndingLine {
  // as OpenSSH: no more of a line is a peer's to fill, such as with its list of algorithms
  private static final int LONGEST = 1024;

  // as OpenSSH: a peer's name for a user may have 32 KiB
  private static final int LONGEST_USER = 100;

  private EndingLine() {}

  /**
   * @param who {@code user alice }, {@code invalid user bob } and the like, or empty
   */
  static String of(Ending ending, String who, ConnectionEnds ends, boolean authenticated) {
    String peer = who + ends.remote() + " port " + ends.remotePort();
    String line =
        switch (ending) {
          case Ending.Closed() -> "Disconnected from " + peer;
          case Ending.Disconnected _ -> "Disconnected from " + peer + ": " + ending.explain();
          case Ending.ConnectionLost _ -> "Connection closed by " + peer + ": " + ending.explain();
          case Ending.Failed _ -> "Connection with " + peer + " " + ending.explain();
          case Ending.Refused(Refusal.NoCommonAlgorithm _) ->
              "Unable to negotiate with " + peer + ": " + ending.explain();
          case Ending.Refused(Refusal.BadIdentification _) ->
              "banner exchange: Connection from " + peer + ": invalid format: " + ending.explain();
          case Ending.Refused(Refusal.TimedOut _) ->
              authenticated
                  ? "Timeout, client not responding from " + peer + ": " + ending.explain()
                  : "Timeout before authentication for " + peer;
          case Ending.Refused _ -> "Disconnecting " + peer + ": " + ending.explain();
        };
    String shown = line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    return authenticated ? shown : shown + " [preauth]";
  }

  /** What is said before that of one who used up MaxAuthTries. */
  static Optional<String> ofGuesser(
      Ending ending, String user, boolean valid, ConnectionEnds ends) {
    if (!ending.equals(new Ending.Refused(Refusal.TOO_MANY_FAILURES))) {
      return Optional.empty();
    }
    return Optional.of(
        "maximum authentication attempts exceeded for %s%s from %s port %d ssh2 [preauth]"
            .formatted(
                valid ? "" : "invalid user ",
                Printable.line(user.substring(0, Math.min(user.length(), LONGEST_USER))),
                ends.remote(),
                ends.remotePort()));
  }
}
