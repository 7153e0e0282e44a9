package org.sshlite.program.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command line taken apart as getopt(3) of the BSDs does: bundled letters, a value in the same
 * argument or the next one; the first argument that is no option ends them, and {@code --} does.
 */
public final class Flags {
  /**
   * An option.
   *
   * @param value empty where the letter takes none
   */
  public record Flag(char letter, String value) {}

  private final List<Flag> flags = new ArrayList<>();
  private final List<String> operands;

  private Flags(List<String> operands) {
    this.operands = operands;
  }

  /**
   * @param known letters that are options, each that has a value with a colon behind it
   */
  public static Flags parse(String known, List<String> arguments) throws ToolException {
    List<Flag> found = new ArrayList<>();
    int next = 0;
    while (next < arguments.size() && isBundle(arguments.get(next))) {
      String bundle = arguments.get(next++);
      if (bundle.equals("--")) {
        break;
      }
      for (int i = 1; i < bundle.length(); i++) {
        char letter = bundle.charAt(i);
        int at = letter == ':' ? -1 : known.indexOf(letter);
        if (at < 0) {
          throw ToolException.usage("unknown option -- " + letter);
        }
        if (!known.startsWith(":", at + 1)) {
          found.add(new Flag(letter, ""));
          continue;
        }
        if (i + 1 == bundle.length() && next == arguments.size()) {
          throw ToolException.usage("option requires an argument -- " + letter);
        }
        found.add(
            new Flag(
                letter, i + 1 < bundle.length() ? bundle.substring(i + 1) : arguments.get(next++)));
        break;
      }
    }
    Flags flags = new Flags(List.copyOf(arguments.subList(next, arguments.size())));
    flags.flags.addAll(found);
    return flags;
  }

  private static boolean isBundle(String argument) {
    return argument.length() > 1 && argument.charAt(0) == '-';
  }

  /** In order. */
  public List<Flag> all() {
    return List.copyOf(flags);
  }

  public boolean has(char letter) {
    return flags.stream().anyMatch(flag -> flag.letter() == letter);
  }

  public int count(char letter) {
    return (int) flags.stream().filter(flag -> flag.letter() == letter).count();
  }

  /** The value that was given last. */
  public Optional<String> value(char letter) {
    return values(letter).isEmpty() ? Optional.empty() : Optional.of(values(letter).getLast());
  }

  /** All values of an option, in order. */
  public List<String> values(char letter) {
    return flags.stream().filter(flag -> flag.letter() == letter).map(Flag::value).toList();
  }

  /** What follows the options. */
  public List<String> operands() {
    return operands;
  }
}
