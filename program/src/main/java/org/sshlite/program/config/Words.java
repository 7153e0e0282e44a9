package org.sshlite.program.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of a line, as OpenSSH takes them apart. */
public final class Words {
  private final String text;
  private int at;
  private char quote;
  private final StringBuilder word = new StringBuilder();

  private Words(String text) {
    this.text = text;
  }

  /**
   * The words between blanks. Single and double quotes join, also in the middle of a word; a
   * backslash escapes quotes and itself, and a blank outside quotes, else it stands for itself.
   *
   * @param comments whether a word that begins with {@code #} ends the line
   * @return empty when a quote is not closed
   */
  public static Optional<List<String>> split(String text, boolean comments) {
    Words words = new Words(text);
    List<String> found = new ArrayList<>();
    while (words.skipBlanks() && !(comments && text.charAt(words.at) == '#')) {
      if (!words.readWord()) {
        return Optional.empty();
      }
      found.add(words.word.toString());
    }
    return Optional.of(List.copyOf(found));
  }

  /**
   * One line of {@code words}, each quoted where it needs to be: what {@link #split} takes apart
   * again.
   */
  public static String join(List<String> words) {
    List<String> quoted = new ArrayList<>();
    for (String word : words) {
      boolean plain = !word.isEmpty() && word.chars().noneMatch(c -> " \t\"'\\#".indexOf(c) >= 0);
      quoted.add(plain ? word : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }
    return String.join(" ", quoted);
  }

  private boolean skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  /** Leaves {@link #at} on the blank behind the word; false when a quote is not closed. */
  private boolean readWord() {
    word.setLength(0);
    quote = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length() && isEscapable(text.charAt(at + 1))) {
        word.append(text.charAt(++at));
      } else if (quote == 0 && isBlank(c)) {
        return true;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else {
        word.append(c);
      }
    }
    return quote == 0;
  }

  private boolean isEscapable(char c) {
    return c == '\'' || c == '"' || c == '\\' || quote == 0 && c == ' ';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
