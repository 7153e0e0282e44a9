package org.sshlite.client.sftp;

/**
 * The word that ends a line which is still typed, by the rules of {@link Words}: its quote may be
 * open.
 *
 * @param index of the word in the line; 0 is the command
 * @param start where it begins
 * @param text without quotes and backslashes
 * @param quote that is open; 0 for none
 * @param pattern whether it has *, ? or [ unquoted
 */
record LastWord(int index, int start, String text, char quote, boolean pattern) {
  static final String PATTERN = "*?[";

  /** What means something outside of quotes, beside blanks. */
  private static final String SPECIAL = "\"'\\#" + PATTERN;

  static LastWord of(String line) {
    int index = -1;
    int start = 0;
    StringBuilder text = new StringBuilder();
    char quote = 0;
    boolean pattern = false;
    boolean inside = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote == 0 && Character.isWhitespace(c)) {
        inside = false;
        continue;
      }
      if (!inside) {
        inside = true;
        index++;
        start = i;
        text.setLength(0);
        pattern = false;
      }
      if (c == '\\' && i + 1 < line.length()) {
        text.append(line.charAt(++i));
      } else if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else {
        pattern |= quote == 0 && PATTERN.indexOf(c) >= 0;
        text.append(c);
      }
    }
    return inside
        ? new LastWord(index, start, text.toString(), quote, pattern)
        : new LastWord(index + 1, line.length(), "", (char) 0, false);
  }

  /** {@code more} as it is typed behind this word. */
  String typed(String more) {
    StringBuilder typed = new StringBuilder();
    for (char c : more.toCharArray()) {
      if (quote == 0 ? means(c) : c == quote || c == '\\') {
        typed.append('\\');
      }
      typed.append(c);
    }
    return typed.toString();
  }

  private static boolean means(char c) {
    return Character.isWhitespace(c) || SPECIAL.indexOf(c) >= 0;
  }

  /** What ends it. */
  String end() {
    return quote == 0 ? "" : String.valueOf(quote);
  }
}
