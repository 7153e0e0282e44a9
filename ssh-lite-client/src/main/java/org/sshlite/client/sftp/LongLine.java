package org.sshlite.client.sftp;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileMode;

/** A line of {@code ls -l}. */
final class LongLine {
  private static final long HALF_A_YEAR = 365L * 24 * 60 * 60 / 2;
  private static final DateTimeFormatter RECENT =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter OLD =
      DateTimeFormatter.ofPattern("MMM ppd  yyyy", Locale.ENGLISH);
  private static final String UNITS = "BKMGTPE";

  private LongLine() {}

  static String of(
      String name,
      Attributes attributes,
      String user,
      String group,
      boolean readable,
      Instant now) {
    String size = readable ? scaled(attributes.size()) : Long.toUnsignedString(attributes.size());
    return "%s    ? %-8s %-8s %8s %s %s"
        .formatted(
            FileMode.text(attributes.permissions()),
            user,
            group,
            size,
            time(attributes.modificationSeconds(), now),
            name);
  }

  private static String time(long seconds, Instant now) {
    ZonedDateTime time = Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault());
    boolean recent =
        now.getEpochSecond() - HALF_A_YEAR < seconds && now.getEpochSecond() >= seconds;
    return (recent ? RECENT : OLD).format(time);
  }

  /** As fmt_scaled(3): a digit behind the point where there are fewer than three before it. */
  static String scaled(long size) {
    int unit = 0;
    double number = size;
    while (Math.abs(number) >= 1024 && unit < UNITS.length() - 1) {
      number /= 1024;
      unit++;
    }
    String text =
        unit == 0 || number >= 99.95
            ? Long.toString(Math.round(number))
            : String.format(Locale.ROOT, "%.1f", number);
    return text + UNITS.charAt(unit);
  }
}
