package org.sshlite.client.command;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sshlite.crypto.wire.JsonString;

/** Writes JSON, RFC 8259, in US-ASCII: nothing of a peer's can reach a terminal through it. */
public final class Json {
  private Json() {}

  /**
   * @param value a map with strings as keys, a list, a string, a boolean or a {@link Long}
   */
  public static String write(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> quote(String.valueOf(entry.getKey())) + ":" + write(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list ->
          list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
      case Long number -> number.toString();
      case Boolean flag -> flag.toString();
      case String text -> quote(text);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    };
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder();
    JsonString.ascii(text, out);
    return out.toString();
  }
}
