package org.sshlite.program.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TIME FORMATS of sshd_config(5): {@code 90}, {@code 1h30m}, {@code 2w}. */
public final class TimeSpan {
  // OpenSSH takes fractions of seconds here and drops them
  private static final Pattern PART = Pattern.compile("([0-9]+)(?:\\.([0-9]+))?([a-z]?)");

  private TimeSpan() {}

  /** Whole seconds; empty when {@code text} is no time or more than 2³¹−1 seconds. */
  public static Optional<Duration> parse(String text) {
    Matcher part = PART.matcher(text.toLowerCase(Locale.ROOT));
    long total = 0;
    boolean seconds = false;
    int at = 0;
    while (at < text.length()) {
      if (!part.region(at, text.length()).lookingAt() || part.group(1).length() > 10) {
        return Optional.empty();
      }
      long unit = unit(part.group(3));
      if (unit == 0 || unit == 1 && seconds || unit > 1 && part.group(2) != null) {
        return Optional.empty();
      }
      seconds |= unit == 1;
      total += Long.parseLong(part.group(1)) * unit;
      at = part.end();
    }
    return text.isEmpty() || total > Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(total));
  }

  /** Seconds of a unit by its letter, or of none; 0 for what is no unit. */
  public static int unit(String letter) {
    return switch (letter) {
      case "", "s" -> 1;
      case "m" -> 60;
      case "h" -> 3600;
      case "d" -> 24 * 3600;
      case "w" -> 7 * 24 * 3600;
      default -> 0;
    };
  }
}
