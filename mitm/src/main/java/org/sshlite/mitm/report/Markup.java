package org.sshlite.mitm.report;

/** Text in XML and HTML. */
final class Markup {
  private Markup() {}

  /** Escaped for elements and attributes; what XML 1.0 §2.2 has no place for becomes U+FFFD. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\n', '\t' -> out.append((char) c);
                default -> out.appendCodePoint(isAllowed(c) ? c : 0xfffd);
              }
            });
    return out.toString();
  }

  private static boolean isAllowed(int c) {
    boolean surrogate = c >= 0xd800 && c <= 0xdfff;
    return c >= 0x20 && !surrogate && c != 0xfffe && c != 0xffff;
  }
}
