package org.sshlite.crypto.pattern;

/**
 * One pattern of {@code *} and {@code ?}. Matching takes at most |pattern| × |text| steps: only the
 * last {@code *} is ever tried again, so no pattern makes it exponential (OpenSSH 10.5 mends the
 * same).
 */
public record Wildcard(String pattern) {
  public boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
