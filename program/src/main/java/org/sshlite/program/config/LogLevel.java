package org.sshlite.program.config;

import java.util.Locale;
import java.util.Optional;

/** LogLevel of sshd_config(5), each showing what those before it show. */
public enum LogLevel {
  QUIET(""),
  FATAL(""),
  ERROR(""),
  INFO(""),
  VERBOSE(""),
  DEBUG1("debug1: "),
  DEBUG2("debug2: "),
  DEBUG3("debug3: ");

  private final String prefix;

  LogLevel(String prefix) {
    this.prefix = prefix;
  }

  public static Optional<LogLevel> byName(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (LogLevel level : values()) {
      if (level.name().equals(upper.equals("DEBUG") ? "DEBUG1" : upper)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /** One level more talkative, as one more {@code -d} or {@code -v} asks for. */
  public LogLevel more() {
    return compareTo(DEBUG1) < 0 ? DEBUG1 : values()[Math.min(ordinal() + 1, DEBUG3.ordinal())];
  }

  /** What a message begins with. */
  public String prefix() {
    return prefix;
  }
}
