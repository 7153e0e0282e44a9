package org.sshlite.sftp.server;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileMode;
import org.sshlite.sftp.wire.FileName;

/**
 * A line as {@code ls -l} prints it, filexfer-02 §7: mode, links, owner, group, size, time, name.
 */
final class LongName {
  private static final int HALF_A_YEAR = 365 * 24 * 60 * 60 / 2;
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };
  private static final Optional<FileName> NOBODY = Optional.of(FileName.of("-"));
  private static final ZoneId ZONE = ZoneId.systemDefault();

  private final IntFunction<Optional<FileName>> users;
  private final IntFunction<Optional<FileName>> groups;

  LongName(IntFunction<Optional<FileName>> users, IntFunction<Optional<FileName>> groups) {
    this.users = users;
    this.groups = groups;
  }

  FileName of(OpenFolder.Entry entry) {
    Attributes attributes = entry.attributes();
    StringBuilder line = new StringBuilder(80);
    // the first blank is where others show that there are access control lists
    line.append(FileMode.text(attributes.permissions())).append("  ");
    padded(line, Long.toString(entry.links()), 3);
    line.append(' ');
    boolean owned = attributes.has(Attributes.UIDGID);
    name(line, owned ? users.apply(attributes.uid()) : NOBODY, attributes.uid());
    name(line, owned ? groups.apply(attributes.gid()) : NOBODY, attributes.gid());
    padded(line, Long.toUnsignedString(attributes.size()), 8);
    line.append(' ');
    time(line, entry.modified());
    line.append(' ');
    byte[] head = line.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = Arrays.copyOf(head, head.length + entry.name().length());
    System.arraycopy(entry.name().bytes(), 0, whole, head.length, entry.name().length());
    return FileName.of(whole);
  }

  /** In a field of eight, and a blank. */
  private static void name(StringBuilder line, Optional<FileName> name, int number) {
    int start = line.length();
    if (name.isPresent()) {
      // byte for byte
      line.append(new String(name.get().bytes(), StandardCharsets.ISO_8859_1));
    } else {
      line.append(Integer.toUnsignedString(number));
    }
    line.repeat(' ', Math.max(0, 8 - (line.length() - start))).append(' ');
  }

  private static void padded(StringBuilder line, String number, int width) {
    line.repeat(' ', Math.max(0, width - number.length())).append(number);
  }

  private void time(StringBuilder line, long seconds) {
    long now = System.currentTimeMillis() / 1000;
    LocalDateTime time = local(seconds);
    line.append(MONTHS[time.getMonthValue() - 1]).append(' ');
    padded(line, Integer.toString(time.getDayOfMonth()), 2);
    line.append(' ');
    if (now - HALF_A_YEAR < seconds && now >= seconds) {
      two(line, time.getHour());
      two(line.append(':'), time.getMinute());
    } else {
      line.append(' ').append(time.getYear());
    }
  }

  private static void two(StringBuilder line, int number) {
    line.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  private static LocalDateTime local(long seconds) {
    long bounded =
        Math.clamp(seconds, Instant.MIN.getEpochSecond() / 2, Instant.MAX.getEpochSecond() / 2);
    return LocalDateTime.ofEpochSecond(
        bounded, 0, ZONE.getRules().getOffset(Instant.ofEpochSecond(bounded)));
  }

  /** For a log: day and time of day. */
  static String stamp(long seconds) {
    LocalDateTime t = local(seconds);
    return "%04d%02d%02d-%02d:%02d:%02d"
        .formatted(
            t.getYear(),
            t.getMonthValue(),
            t.getDayOfMonth(),
            t.getHour(),
            t.getMinute(),
            t.getSecond());
  }
}
