package org.sshlite.knownhosts;

import org.sshlite.crypto.pattern.Wildcard;

/**
 * One name, matched against the names fields of many lines. Not for several threads: it keeps the
 * hash it works with.
 */
final class NameMatcher {
  private final String name;
  private final byte[] bytes;
  private final HashedName hashed = new HashedName();

  /**
   * @param name as a known_hosts line would name the host, {@link HostName#text()}
   */
  NameMatcher(String name) {
    this.name = FileText.lowerCase(FileText.encode(name));
    this.bytes = FileText.bytes(this.name);
  }

  /**
   * Whether a names field means this name: it is the hashed name, or one of its patterns matches
   * and none with {@code !} does.
   */
  boolean matches(String names) {
    return matches(names, 0, names.length());
  }

  /**
   * Whether the names field of the line at {@code start} to {@code end} means this name, if the
   * line is an entry. Without taking the line apart: a file has many, and a host few.
   */
  boolean matchesLine(String text, int start, int end) {
    int names = LineParser.endOfBlanks(text, start, end);
    if (names < end && text.charAt(names) == '@') {
      names = LineParser.endOfBlanks(text, LineParser.endOfWord(text, names, end), end);
    }
    return matches(text, names, LineParser.endOfWord(text, names, end));
  }

  private boolean matches(String text, int start, int end) {
    return start < end && text.charAt(start) == '|'
        ? hashed.matches(text, start, end, bytes)
        : matchesList(text, start, end);
  }

  private boolean matchesList(String text, int start, int end) {
    boolean matched = false;
    int at = start;
    while (at < end) {
      boolean negated = text.charAt(at) == '!';
      int pattern = negated ? at + 1 : at;
      int comma = pattern;
      while (comma < end && text.charAt(comma) != ',') {
        comma++;
      }
      if (matchesPattern(text, pattern, comma)) {
        if (negated) {
          return false;
        }
        matched = true;
      }
      at = comma + 1;
    }
    return matched;
  }

  private boolean matchesPattern(String names, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = names.charAt(i);
      if (c == '*' || c == '?') {
        return new Wildcard(FileText.lowerCase(names.substring(start, end))).matches(name);
      }
      // most lines end here, at their first letter; a wildcard further on cannot mend it
      if (i - start >= name.length() || FileText.lowerCase(c) != name.charAt(i - start)) {
        return false;
      }
    }
    return end - start == name.length();
  }
}
