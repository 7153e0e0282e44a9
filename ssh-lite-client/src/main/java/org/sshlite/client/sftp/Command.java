package org.sshlite.client.sftp;

import java.util.List;
import java.util.Locale;

/**
 * A command of sftp's, taken apart.
 *
 * @param name in lower case; empty for a line with nothing in it
 * @param flags letters
 * @param operands as {@link Words} leaves them
 * @param rest of the line behind the name, for a shell
 */
record Command(String name, String flags, List<String> operands, String rest) {

  /**
   * @param text a line without its marks, {@link TypedLine}
   */
  static Command parse(String text) throws CommandException {
    if (text.isEmpty() || text.startsWith("#")) {
      return new Command("", "", List.of(), "");
    }
    if (text.startsWith("!")) {
      return new Command("!", "", List.of(), text.substring(1).strip());
    }
    List<String> words = Words.of(text);
    String name = words.getFirst().toLowerCase(Locale.ROOT);
    String allowed = allowed(name);
    int next = 1;
    StringBuilder flags = new StringBuilder();
    while (next < words.size() && isFlags(words.get(next)) && !name.equals("lls")) {
      String word = words.get(next++);
      if (word.equals("--")) {
        break;
      }
      for (char flag : word.substring(1).toCharArray()) {
        if (allowed.indexOf(flag) < 0) {
          throw new CommandException(name + ": Invalid flag -" + flag);
        }
        flags.append(flag);
      }
    }
    return new Command(
        name,
        flags.toString(),
        words.subList(next, words.size()),
        text.substring(words.getFirst().length()).strip());
  }

  private static boolean isFlags(String word) {
    return word.length() > 1 && word.charAt(0) == '-';
  }

  private static String allowed(String name) throws CommandException {
    return switch (name) {
      case "get", "put", "reget", "reput", "mget", "mput" -> "afpPrR";
      case "ls", "dir" -> "1afhlnrSt";
      case "ln" -> "s";
      case "rename" -> "l";
      case "df" -> "hi";
      case "chmod", "chown", "chgrp" -> "h";
      case "bye", "cd", "chdir", "copy", "cp", "exit", "help", "lcd", "lchdir", "lls", "lmkdir" ->
          "";
      case "lpwd", "lumask", "mkdir", "progress", "pwd", "quit", "rm", "rmdir", "symlink" -> "";
      case "version", "?" -> "";
      default -> throw new CommandException("Invalid command.");
    };
  }

  boolean has(char flag) {
    return flags.indexOf(flag) >= 0;
  }

  boolean hasOperand(int index) {
    return index < operands.size();
  }

  /** An operand that may be a pattern. */
  String word(int index) throws CommandException {
    if (!hasOperand(index)) {
      throw new CommandException("You must specify a path after a " + name + " command.");
    }
    return operands.get(index);
  }

  /** An operand that is no pattern. */
  String path(int index) throws CommandException {
    return Words.plain(word(index));
  }

  /** Holds that there are two operands. */
  void needTwo() throws CommandException {
    if (!hasOperand(1)) {
      throw new CommandException("You must specify two paths after a " + name + " command.");
    }
  }

  /** The number that comes first, a uint32. */
  int number(int base) throws CommandException {
    try {
      if (hasOperand(0)) {
        return Integer.parseUnsignedInt(operands.getFirst(), base);
      }
    } catch (NumberFormatException e) {
      throw notNumeric();
    }
    throw notNumeric();
  }

  private CommandException notNumeric() {
    return new CommandException("You must supply a numeric argument to the " + name + " command.");
  }
}
