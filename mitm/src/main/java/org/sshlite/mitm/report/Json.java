package org.sshlite.mitm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sshlite.crypto.wire.JsonString;

/** Writes JSON, RFC 8259: maps, lists, strings, numbers, booleans. */
public final class Json {
  private Json() {}

  /** On many lines. */
  static String pretty(Object value) {
    return text(value, "\n") + "\n";
  }

  /** In one line, without its end. */
  public static String line(Object value) {
    return text(value, "");
  }

  private static void write(StringBuilder out, Object value, String newline) {
    switch (value) {
      case Map<?, ?> map -> {
        List<String> entries = new ArrayList<>();
        map.forEach((key, of) -> entries.add(quote("" + key) + ": " + text(of, deeper(newline))));
        block(out, '{', entries, '}', newline);
      }
      case List<?> list ->
          block(
              out, '[', list.stream().map(of -> text(of, deeper(newline))).toList(), ']', newline);
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      default -> out.append(quote(value.toString()));
    }
  }

  /** Nothing, where all is one line. */
  private static String deeper(String newline) {
    return newline.isEmpty() ? "" : newline + "  ";
  }

  private static String text(Object value, String newline) {
    StringBuilder out = new StringBuilder();
    write(out, value, newline);
    return out.toString();
  }

  private static void block(
      StringBuilder out, char open, List<String> entries, char close, String newline) {
    out.append(open);
    if (!entries.isEmpty()) {
      String inner = deeper(newline);
      out.append(inner)
          .append(String.join("," + (inner.isEmpty() ? " " : inner), entries))
          .append(newline);
    }
    out.append(close);
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder();
    JsonString.unicode(text, out);
    return out.toString();
  }
}
