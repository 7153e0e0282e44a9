package org.sshlite.program.log;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.sshlite.program.config.LogLevel;

/**
 * What stands before a message: when it was, which program, and in brackets who of it. That is the
 * process; for a connection the process's number with the connection's behind it, in six digits or
 * more. For programs that read logs, as fail2ban does, tell the connections of sshd apart by the
 * number of their process, and we have but one: by the same number they would take a user who logs
 * in for the guesser whose line came before.
 *
 * <p>Times are put together here: the JDK's formatter costs a start 7 ms of CPU for one form and 20
 * for the other, which has names of months, and with an ahead-of-time cache still 2 and 13.
 */
final class LineForm {
  // as OpenSSH: no more of a line is a peer's to fill
  private static final int LONGEST = 1024;
  private static final int SECONDS_OF_HOUR = 3600;
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private final String program;
  private final long process = ProcessHandle.current().pid();

  LineForm(String program) {
    this.program = program;
  }

  /** {@code sshd[1234]: error: no}. */
  String tagged(LogLevel level, long number, String message) {
    StringBuilder line = new StringBuilder(program).append('[').append(process);
    if (number != 0) {
      padded(line, number, 6);
    }
    line.append("]: ").append(prefix(level));
    if (message.length() > LONGEST) {
      line.append(message, 0, LONGEST).append("...");
    } else {
      line.append(message);
    }
    return line.toString();
  }

  private static String prefix(LogLevel level) {
    return switch (level) {
      case FATAL -> "fatal: ";
      case ERROR -> "error: ";
      default -> level.prefix();
    };
  }

  /** {@code 2026-11-29T06:05:27.042+00:00}, ISO 8601. */
  static String isoTime(OffsetDateTime time) {
    StringBuilder text = new StringBuilder(40);
    text.append(time.getYear()).append('-');
    padded(text, time.getMonthValue(), 2).append('-');
    padded(text, time.getDayOfMonth(), 2).append('T');
    clock(text, time).append('.');
    padded(text, time.getNano() / 1_000_000, 3);
    ZoneOffset offset = time.getOffset();
    int seconds = Math.abs(offset.getTotalSeconds());
    text.append(offset.getTotalSeconds() < 0 ? '-' : '+');
    padded(text, seconds / SECONDS_OF_HOUR, 2).append(':');
    padded(text, seconds / 60 % 60, 2);
    return text.toString();
  }

  /** {@code Nov 9 06:05:27}, RFC 3164 §4.1.2. */
  static String bsdTime(OffsetDateTime time) {
    StringBuilder text = new StringBuilder(20);
    text.append(MONTHS[time.getMonthValue() - 1]).append(' ');
    if (time.getDayOfMonth() < 10) {
      text.append(' ');
    }
    text.append(time.getDayOfMonth()).append(' ');
    return clock(text, time).toString();
  }

  private static StringBuilder clock(StringBuilder text, OffsetDateTime time) {
    padded(text, time.getHour(), 2).append(':');
    padded(text, time.getMinute(), 2).append(':');
    return padded(text, time.getSecond(), 2);
  }

  private static StringBuilder padded(StringBuilder text, long value, int digits) {
    String number = Long.toString(value);
    text.repeat('0', Math.max(0, digits - number.length()));
    return text.append(number);
  }
}
