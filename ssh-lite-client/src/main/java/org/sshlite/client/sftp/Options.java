package org.sshlite.client.sftp;

import java.util.ArrayList;
import java.util.List;

/**
 * Options as getopt(3) takes them off: bundled letters, a value in the same argument or the next
 * one; the first argument that is none ends them, and {@code --} does.
 */
record Options(List<Option> options, List<String> operands) {
  /**
   * @param value empty where the letter takes none
   */
  record Option(char letter, String value) {}

  /** What cannot be understood; without a message it is the usage that is to be shown. */
  static final class Misuse extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean showsUsage;

    private Misuse(String message, boolean showsUsage) {
      super(message);
      this.showsUsage = showsUsage;
    }

    static Misuse of(String message) {
      return new Misuse(message, false);
    }

    static Misuse showingUsage(String message) {
      return new Misuse(message, true);
    }

    boolean showsUsage() {
      return showsUsage;
    }
  }

  /**
   * @param known letters, each that has a value with a colon behind it
   */
  static Options parse(String known, List<String> arguments) throws Misuse {
    List<Option> found = new ArrayList<>();
    int next = 0;
    while (next < arguments.size()) {
      String argument = arguments.get(next);
      if (argument.length() < 2 || argument.charAt(0) != '-') {
        break;
      }
      next++;
      if (argument.equals("--")) {
        break;
      }
      for (int i = 1; i < argument.length(); i++) {
        char letter = argument.charAt(i);
        int at = letter == ':' ? -1 : known.indexOf(letter);
        if (at < 0) {
          throw Misuse.showingUsage("unknown option -- " + letter);
        }
        if (at + 1 == known.length() || known.charAt(at + 1) != ':') {
          found.add(new Option(letter, ""));
          continue;
        }
        boolean inside = i + 1 < argument.length();
        if (!inside && next == arguments.size()) {
          throw Misuse.showingUsage("option requires an argument -- " + letter);
        }
        found.add(new Option(letter, inside ? argument.substring(i + 1) : arguments.get(next++)));
        break;
      }
    }
    return new Options(List.copyOf(found), List.copyOf(arguments.subList(next, arguments.size())));
  }
}
