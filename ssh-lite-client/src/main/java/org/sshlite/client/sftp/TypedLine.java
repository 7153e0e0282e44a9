package org.sshlite.client.sftp;

/**
 * One line of sftp's, of which nothing is understood yet but the marks in front of it.
 *
 * @param ignoresErrors {@code -}: a batch goes on whatever happens, also when the line is wrong
 * @param silent {@code @}: it is not shown
 * @param text behind the marks
 */
record TypedLine(boolean ignoresErrors, boolean silent, String text) {
  private static final String MARKS = "-@";

  static TypedLine of(String line) {
    String text = line.strip();
    int start = 0;
    while (start < text.length() && MARKS.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    String marks = text.substring(0, start);
    return new TypedLine(marks.contains("-"), marks.contains("@"), text.substring(start).strip());
  }
}
