package org.sshlite.client.sftp;

/**
 * A set in brackets of a pattern, glob(7): {@code [a-z]}, {@code [!a]}, {@code [[:alpha:]_]}.
 * Classes are those of ASCII: names are bytes. As with sftp, a {@code ^} is a character.
 */
final class CharacterSet {
  private final String pattern;
  private final char c;
  private int at;
  private boolean in;

  private CharacterSet(String pattern, int at, char c) {
    this.pattern = pattern;
    this.at = at;
    this.c = c;
  }

  /**
   * How long the set at {@code start} is when it holds {@code c}, else 0. A bracket that is not
   * closed stands for itself.
   */
  static int length(String pattern, int start, char c) {
    boolean not = pattern.startsWith("!", start + 1);
    CharacterSet set = new CharacterSet(pattern, start + (not ? 2 : 1), c);
    if (!set.take()) {
      return c == '[' ? 1 : 0;
    }
    return set.in != not ? set.at - start : 0;
  }

  /** Whether it is closed. What comes first is no end: {@code []]}. */
  private boolean take() {
    do {
      if (at >= pattern.length()) {
        return false;
      }
      one();
    } while (!pattern.startsWith("]", at));
    at++;
    return true;
  }

  private void one() {
    int colon = pattern.startsWith("[:", at) ? pattern.indexOf(':', at + 2) : -1;
    if (colon >= 0 && pattern.startsWith("]", colon + 1)) {
      in |= isOf(pattern.substring(at + 2, colon));
      at = colon + 2;
      return;
    }
    char low = pattern.charAt(at++);
    if (at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
      in |= low <= c && c <= pattern.charAt(at + 1);
      at += 2;
    } else {
      in |= low == c;
    }
  }

  private boolean isOf(String name) {
    return switch (name) {
      case "alpha" -> isUpper() || isLower();
      case "digit" -> isDigit();
      case "alnum" -> isUpper() || isLower() || isDigit();
      case "upper" -> isUpper();
      case "lower" -> isLower();
      case "blank" -> c == ' ' || c == '\t';
      case "space" -> c == ' ' || c >= '\t' && c <= '\r';
      case "cntrl" -> c < ' ' || c == 0x7f;
      case "print" -> c >= ' ' && c < 0x7f;
      case "graph" -> c > ' ' && c < 0x7f;
      case "punct" -> c > ' ' && c < 0x7f && !isUpper() && !isLower() && !isDigit();
      case "xdigit" -> isDigit() || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
      default -> false;
    };
  }

  private boolean isUpper() {
    return c >= 'A' && c <= 'Z';
  }

  private boolean isLower() {
    return c >= 'a' && c <= 'z';
  }

  private boolean isDigit() {
    return c >= '0' && c <= '9';
  }
}
