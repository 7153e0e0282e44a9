package org.sshlite.sshd.permit;

import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.LogLevel;

/**
 * Why something is not permitted. Towards the client it is "administratively prohibited" or a
 * failure.
 *
 * @param level of the line in the log
 * @param log the line, in sshd's words where it has any; safe to print
 * @param notice for a SSH_MSG_DEBUG to the client, where sshd sends one
 */
public record Refusal(LogLevel level, String log, Optional<String> notice) {
  static Refusal logged(LogLevel level, String format, Object... arguments) {
    return new Refusal(level, told(format, arguments), Optional.empty());
  }

  static Refusal noticed(String notice, LogLevel level, String format, Object... arguments) {
    return new Refusal(level, told(format, arguments), Optional.of(notice));
  }

  /** Names that a client sent go into a line of the log. */
  private static String told(String format, Object... arguments) {
    return Printable.line(format.formatted(arguments));
  }
}
