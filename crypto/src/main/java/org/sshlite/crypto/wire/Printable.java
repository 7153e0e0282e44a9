package org.sshlite.crypto.wire;

/** Makes text from a peer or a file safe for a terminal and a log line. */
public final class Printable {
  private Printable() {}

  /**
   * One line: every control character, format character, line separator and unpaired surrogate is
   * written as an escape (backslash and octal, as OpenSSH does it; {@code \\u} for those beyond 8
   * bits), so that nothing of the peer's moves the cursor, colours, or starts a line of its own.
   */
  public static String line(String text) {
    return escape(text, false);
  }

  /** As {@link #line}, but newlines and tabs stay: for banners, RFC 4252 §5.4. */
  public static String lines(String text) {
    return escape(text, true);
  }

  private static String escape(String text, boolean keepNewlines) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (keepNewlines && (c == '\n' || c == '\t')) {
                out.append((char) c);
              } else if (keepNewlines && c == '\r') {
                return; // CR LF is a newline; a CR alone would overwrite the line
              } else if (c == '\\' && !keepNewlines) {
                out.append("\\\\");
              } else if (isHarmless(c)) {
                out.appendCodePoint(c);
              } else if (c < 0x100) {
                out.append(String.format("\\%03o", c));
              } else {
                out.append(String.format("\\u%04x", c));
              }
            });
    return out.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
