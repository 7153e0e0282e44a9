package org.sshlite.client.sftp;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a line, sftp(1): blanks part them, quotes and backslashes hold them together, and
 * what was quoted of *, ? and [ leaves with a backslash, so that it is no pattern.
 */
final class Words {
  private static final String PATTERN = "?[*";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean started;
  private int at;

  private Words(String line) {
    this.line = line;
  }

  static List<String> of(String line) throws CommandException {
    Words words = new Words(line);
    words.take();
    return words.words;
  }

  /** The text of a word that is no pattern. */
  static String plain(String word) {
    StringBuilder plain = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) == '\\' && i + 1 < word.length()) {
        i++;
      }
      plain.append(word.charAt(i));
    }
    return plain.toString();
  }

  private void take() throws CommandException {
    while (at < line.length() && line.charAt(at) != '#') {
      char c = line.charAt(at++);
      if (Character.isWhitespace(c)) {
        end();
      } else if (c == '"' || c == '\'') {
        started = true;
        quoted(c);
      } else if (c == '\\') {
        started = true;
        escaped();
      } else {
        started = true;
        word.append(c);
      }
    }
    end();
  }

  private void end() {
    if (started) {
      words.add(word.toString());
      word.setLength(0);
      started = false;
    }
  }

  private void escaped() throws CommandException {
    if (at == line.length()) {
      throw unterminated();
    }
    char c = line.charAt(at++);
    if (PATTERN.indexOf(c) >= 0 || c == '\\') {
      word.append('\\');
    }
    word.append(c);
  }

  private void quoted(char quote) throws CommandException {
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == quote) {
        return;
      }
      if (c == '\\') {
        escapedInQuotes(quote);
      } else {
        literal(c);
      }
    }
    throw unterminated();
  }

  private void escapedInQuotes(char quote) throws CommandException {
    if (at == line.length()) {
      throw unterminated();
    }
    char c = line.charAt(at++);
    if (c == quote) {
      word.append(c);
    } else if (PATTERN.indexOf(c) >= 0) {
      word.append("\\\\\\").append(c);
    } else {
      word.append('\\').append(c);
    }
  }

  private void literal(char c) {
    if (PATTERN.indexOf(c) >= 0) {
      word.append('\\');
    }
    word.append(c);
  }

  private static CommandException unterminated() {
    return new CommandException("Unterminated quoted argument");
  }
}
