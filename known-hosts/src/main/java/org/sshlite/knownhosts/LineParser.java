package org.sshlite.knownhosts;

import java.util.Optional;

/**
 * Takes one line apart: [marker] names key-type base64 [comment], separated by blanks. As lenient
 * and as strict as OpenSSH's reader, so that both find the same lines of a file.
 */
final class LineParser {
  private static final int MAXIMUM_KEY_TYPE = 127; // OpenSSH's limit, in bytes

  private final int number;
  private final String text;
  private final int end;
  private int at;

  private LineParser(int number, String text) {
    this.number = number;
    this.text = text;
    // as a C program sees it: nothing follows a NUL
    int nul = text.indexOf('\0');
    this.end = nul < 0 ? text.length() : nul;
  }

  static Line parse(int number, String text) {
    return new LineParser(number, text).parse();
  }

  private Line parse() {
    skipBlanks();
    if (at == end || text.charAt(at) == '#') {
      return new Line.Comment(number, text);
    }
    Marker marker = Marker.NONE;
    if (text.charAt(at) == '@') {
      String word = word();
      Optional<Marker> known = Marker.of(word);
      skipBlanks();
      if (known.isEmpty() || at == end) {
        return broken(known.isEmpty() ? "unknown marker" : "nothing follows the marker");
      }
      if (text.charAt(at) == '@') {
        return broken("more than one marker");
      }
      marker = known.get();
    }
    return entry(marker);
  }

  private Line entry(Marker marker) {
    String names = word();
    if (HashedName.isHashed(names) && !HashedName.isWellFormed(names)) {
      return broken("the hashed host name is malformed");
    }
    skipBlanks();
    if (atEnd()) {
      return broken("no key after the host names");
    }
    String key = text.substring(at, end);
    String type = word();
    if (type.length() > MAXIMUM_KEY_TYPE || !KeyTypes.isKeyType(type)) {
      return broken("unknown key type");
    }
    skipBlanks();
    if (atEnd()) {
      return broken("no key after the key type");
    }
    return new Line.Entry(number, text, marker, names, key);
  }

  private boolean atEnd() {
    return at == end || text.charAt(at) == '#';
  }

  private String word() {
    int start = at;
    at = endOfWord(text, at, end);
    return text.substring(start, at);
  }

  private void skipBlanks() {
    at = endOfBlanks(text, at, end);
  }

  /** Where the word at {@code at} ends. */
  static int endOfWord(String text, int at, int end) {
    int i = at;
    while (i < end && !isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Where the blanks at {@code at} end. */
  static int endOfBlanks(String text, int at, int end) {
    int i = at;
    while (i < end && isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private Line broken(String problem) {
    return new Line.Broken(number, text, problem);
  }
}
