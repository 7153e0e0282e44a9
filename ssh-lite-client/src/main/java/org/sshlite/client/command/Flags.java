package org.sshlite.client.command;

import java.util.Optional;

/**
 * Takes options off a list of arguments as getopt(3) does: bundled letters, a value in the same
 * argument or the next one, {@code --} ends them, so does the first argument that is none.
 */
final class Flags {
  private final String[] arguments;
  private final String known;
  private int next;
  private String bundle = "";
  private boolean terminated;

  /**
   * @param known letters that are options, each that has a value with a colon behind it
   */
  Flags(String[] arguments, String known) {
    this.arguments = arguments.clone();
    this.known = known;
  }

  /** The letter of an option and its value, empty where it has none. */
  record Flag(char letter, String value) {}

  /** The next option; empty when what follows is none. */
  Optional<Flag> nextFlag() throws UsageException {
    if (bundle.isEmpty() && !startBundle()) {
      return Optional.empty();
    }
    char letter = bundle.charAt(0);
    bundle = bundle.substring(1);
    int at = letter == ':' ? -1 : known.indexOf(letter);
    if (at < 0) {
      throw UsageException.showingUsage("unknown option -- " + letter);
    }
    boolean hasValue = at + 1 < known.length() && known.charAt(at + 1) == ':';
    return Optional.of(new Flag(letter, hasValue ? value(letter) : ""));
  }

  /** Takes {@code word}, an option that is a whole word, if it comes next. */
  boolean takeWord(String word) {
    boolean comes =
        !terminated && bundle.isEmpty() && next < arguments.length && arguments[next].equals(word);
    next += comes ? 1 : 0;
    return comes;
  }

  private boolean startBundle() {
    if (terminated || next == arguments.length) {
      return false;
    }
    String argument = arguments[next];
    if (argument.equals("--")) {
      next++;
      terminated = true;
      return false;
    }
    if (argument.length() < 2 || argument.charAt(0) != '-') {
      return false;
    }
    next++;
    bundle = argument.substring(1);
    return true;
  }

  private String value(char letter) throws UsageException {
    if (!bundle.isEmpty()) {
      String value = bundle;
      bundle = "";
      return value;
    }
    if (next == arguments.length) {
      throw UsageException.showingUsage("option requires an argument -- " + letter);
    }
    return arguments[next++];
  }

  /** The next argument that is no option; empty at the end. */
  Optional<String> nextArgument() {
    return next < arguments.length ? Optional.of(arguments[next++]) : Optional.empty();
  }
}
