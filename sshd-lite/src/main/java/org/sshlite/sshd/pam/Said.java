package org.sshlite.sshd.pam;

/** What modules have said and nobody was shown yet, in lines. */
final class Said {
  /** Characters: a module may talk for ever. What comes behind them is left out. */
  private static final int MOST = 8 * 1024;

  private final StringBuilder lines = new StringBuilder();

  void add(String text) {
    if (lines.length() + text.length() < MOST) {
      lines.append(text).append('\n');
    }
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Gives it away. */
  String take() {
    String text = lines.toString();
    lines.setLength(0);
    return text;
  }
}
