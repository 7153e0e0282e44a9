package org.sshlite.program.log;

import java.util.Locale;
import java.util.Optional;
import org.sshlite.program.config.LogLevel;

/** SyslogFacility of sshd_config(5), with the numbers of RFC 3164 §4.1.1. */
public enum Facility {
  USER(1),
  DAEMON(3),
  AUTH(4),
  AUTHPRIV(10),
  LOCAL0(16),
  LOCAL1(17),
  LOCAL2(18),
  LOCAL3(19),
  LOCAL4(20),
  LOCAL5(21),
  LOCAL6(22),
  LOCAL7(23);

  private final int number;

  Facility(int number) {
    this.number = number;
  }

  public static Optional<Facility> byName(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (Facility facility : values()) {
      if (facility.name().equals(upper)) {
        return Optional.of(facility);
      }
    }
    return Optional.empty();
  }

  /** The PRI of RFC 3164: the facility, and how bad it is. */
  int priority(LogLevel level) {
    int severity =
        switch (level) {
          case QUIET, FATAL -> 2;
          case ERROR -> 3;
          case INFO, VERBOSE -> 6;
          case DEBUG1, DEBUG2, DEBUG3 -> 7;
        };
    return number * 8 + severity;
  }
}
