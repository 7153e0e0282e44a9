package org.sshlite.knownhosts;

/** One line of a known_hosts file. Its text is kept whatever it holds, for files are edited too. */
sealed interface Line {
  /** Counted from 1. */
  int number();

  /** Without the newline. */
  String text();

  /** Empty, or a comment. */
  record Comment(int number, String text) implements Line {}

  /**
   * Names and a key, which has not been decoded: a file has many lines, a host few.
   *
   * @param names patterns, or one hashed name, as written
   * @param key the key type, base64 and comment, as written
   */
  record Entry(int number, String text, Marker marker, String names, String key) implements Line {}

  /**
   * Not an entry: skipped, and told.
   *
   * @param problem what is wrong, safe to print
   */
  record Broken(int number, String text, String problem) implements Line {}
}
