package org.sshlite.crypto.wire;

/** Text as a string of JSON, RFC 8259 §7. */
public final class JsonString {
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;

  private JsonString() {}

  /**
   * In US-ASCII: nothing of a peer's can reach a terminal through it, and half a pair of surrogates
   * is written as well.
   */
  public static void ascii(CharSequence text, StringBuilder out) {
    write(text, out, DELETE - 1);
  }

  /** Control characters alone are escaped. */
  public static void unicode(CharSequence text, StringBuilder out) {
    write(text, out, Character.MAX_VALUE);
  }

  private static void write(CharSequence text, StringBuilder out, int lastPlain) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < FIRST_PRINTABLE || c == DELETE || c > lastPlain) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
