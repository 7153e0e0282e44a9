package org.sshlite.crypto.signer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** Points in time as ssh-keygen(1) takes and prints them. */
public final class AbsoluteTime {
  private AbsoluteTime() {}

  /**
   * {@code YYYYMMDD}, {@code YYYYMMDDHHMM} or {@code YYYYMMDDHHMMSS}, all of them UTC when a {@code
   * Z} or {@code UTC} follows. Empty for anything else, and before 1970.
   *
   * @param zone what counts without Z
   */
  public static Optional<Instant> parse(String text, ZoneId zone) {
    String upper = text.toUpperCase(Locale.ROOT);
    int suffix = upper.endsWith("Z") ? 1 : upper.endsWith("UTC") ? 3 : 0;
    String digits = upper.substring(0, upper.length() - suffix);
    int length = digits.length();
    if (length != 8 && length != 12 && length != 14
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    try {
      Instant time =
          LocalDateTime.of(
                  number(digits, 0, 4),
                  number(digits, 4, 6),
                  number(digits, 6, 8),
                  number(digits, 8, 10),
                  number(digits, 10, 12),
                  number(digits, 12, 14))
              .atZone(suffix == 0 ? zone : ZoneOffset.UTC)
              .toInstant();
      return time.isBefore(Instant.EPOCH) ? Optional.empty() : Optional.of(time);
    } catch (DateTimeException _) {
      return Optional.empty(); // no such day or hour
    }
  }

  /** 0 where there are no such digits. */
  private static int number(String digits, int start, int end) {
    return end > digits.length() ? 0 : Integer.parseInt(digits, start, end, 10);
  }

  /**
   * {@code 2026-11-23T06:01:47}, in local time.
   *
   * @param seconds uint64, since 1970
   */
  public static String format(long seconds, ZoneId zone) {
    if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
      return "UNKNOWN-TIME"; // as OpenSSH, where the C library cannot tell
    }
    try {
      LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), zone);
      return time.getYear()
          + two('-', time.getMonthValue())
          + two('-', time.getDayOfMonth())
          + two('T', time.getHour())
          + two(':', time.getMinute())
          + two(':', time.getSecond());
    } catch (DateTimeException _) {
      return "UNKNOWN-TIME"; // the offset takes it past the last year
    }
  }

  private static String two(char before, int number) {
    return before + (number < 10 ? "0" : "") + number;
  }
}
