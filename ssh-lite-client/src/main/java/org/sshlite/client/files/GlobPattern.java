package org.sshlite.client.files;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The globs of {@link java.nio.file.FileSystem#getPathMatcher}, as regular expressions. */
final class GlobPattern {
  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private boolean inGroup;
  private int at;

  private GlobPattern(String glob) {
    this.glob = glob;
  }

  static Pattern of(String glob) {
    GlobPattern pattern = new GlobPattern(glob);
    pattern.translate();
    return Pattern.compile(pattern.regex.toString(), Pattern.DOTALL);
  }

  private void translate() {
    while (at < glob.length()) {
      char c = glob.charAt(at++);
      switch (c) {
        case '\\' -> quote(next("nothing behind \\"));
        case '*' -> star();
        case '?' -> regex.append("[^/]");
        case '[' -> set();
        case '{' -> beginGroup();
        case '}' -> regex.append(inGroup ? ")" : "\\}");
        case ',' -> regex.append(inGroup ? "|" : ",");
        default -> quote(c);
      }
      inGroup &= c != '}';
    }
    if (inGroup) {
      throw bad("{ without }");
    }
  }

  private void beginGroup() {
    if (inGroup) {
      throw bad("{ in {}");
    }
    inGroup = true;
    regex.append("(?:");
  }

  private void star() {
    boolean crosses = at < glob.length() && glob.charAt(at) == '*';
    at += crosses ? 1 : 0;
    regex.append(crosses ? ".*" : "[^/]*");
  }

  private void set() {
    regex.append("[[^/]&&[");
    char c = next("[ without ]");
    if (c == '!') {
      regex.append('^');
      c = next("[ without ]");
    }
    boolean first = true;
    while (c != ']' || first) {
      if (c == '/') {
        throw bad("/ in []");
      }
      if (c == '-' && !first && at < glob.length() && glob.charAt(at) != ']') {
        regex.append('-');
      } else {
        quote(c);
      }
      first = false;
      c = next("[ without ]");
    }
    regex.append("]]");
  }

  private void quote(char c) {
    if (!Character.isLetterOrDigit(c) && c < 0x80) {
      regex.append('\\');
    }
    regex.append(c);
  }

  private char next(String problem) {
    if (at == glob.length()) {
      throw bad(problem);
    }
    return glob.charAt(at++);
  }

  private PatternSyntaxException bad(String problem) {
    return new PatternSyntaxException(problem, glob, at);
  }
}
