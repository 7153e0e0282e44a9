package org.sshlite.sshd.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.sshlite.crypto.wire.JsonString;

/** An event as one line of JSON (RFC 8259), in ASCII. */
final class JsonLine {
  /** Of what the fields are and mean: another one when one of them changes or goes. */
  static final int VERSION = 1;

  /** Characters of text; of a path, an algorithm or a reason that is meant no more is needed. */
  private static final int LONGEST_TEXT = 1024;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private JsonLine() {}

  static String of(Event event, Instant time) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (event instanceof Event.OfConnection of) {
      fields.put("connection", of.connection());
    }
    fields.putAll(event.fields());
    return of(event.name(), time, fields);
  }

  /** In place of events that were lost. */
  static String lost(long count, Instant time) {
    return of("lost", time, Map.of("count", count));
  }

  private static String of(String name, Instant time, Map<String, Object> fields) {
    StringBuilder out = new StringBuilder(256);
    out.append("{\"version\":").append(VERSION);
    out.append(",\"time\":\"").append(TIME.format(time)).append('"');
    out.append(",\"event\":\"").append(name).append('"');
    fields.forEach(
        (key, value) -> {
          out.append(",\"").append(key).append("\":");
          if (value instanceof String text) {
            JsonString.ascii(text.substring(0, Math.min(text.length(), LONGEST_TEXT)), out);
          } else {
            out.append(value);
          }
        });
    return out.append("}\n").toString();
  }
}
