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
    return HashedName.isHashed(names) ? hashed.matches(names, bytes) : matchesList(names);
  }

  private boolean matchesList(String names) {
    boolean matched = false;
    int at = 0;
    while (at < names.length()) {
      boolean negated = names.charAt(at) == '!';
      int start = negated ? at + 1 : at;
      int comma = names.indexOf(',', start);
      int end = comma < 0 ? names.length() : comma;
      if (matchesPattern(names, start, end)) {
        if (negated) {
          return false;
        }
        matched = true;
      }
      at = end + 1;
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
