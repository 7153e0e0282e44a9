package org.sshlite.mitm.main;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line, taken apart: options with a value, flags, and the rest.
 *
 * @param values each option's values in the order given
 * @param rest what follows {@code --}, or is no option
 */
record Arguments(Map<String, List<String>> values, Set<String> flags, List<String> rest) {
  /**
   * @param valued the options that have a value
   * @param flags those that have none
   */
  static Arguments parse(List<String> words, Set<String> valued, Set<String> flags)
      throws UsageException {
    Map<String, List<String>> values = new HashMap<>();
    Set<String> given = new HashSet<>();
    List<String> rest = new ArrayList<>();
    Deque<String> left = new ArrayDeque<>(words);
    while (!left.isEmpty()) {
      String word = left.remove();
      if (word.equals("--")) {
        rest.addAll(left);
        left.clear();
      } else if (flags.contains(word)) {
        given.add(word);
      } else if (valued.contains(word)) {
        if (left.isEmpty()) {
          throw new UsageException(word + " needs a value");
        }
        values.computeIfAbsent(word, _ -> new ArrayList<>()).add(left.remove());
      } else if (word.startsWith("-")) {
        throw new UsageException("unknown option " + word);
      } else {
        rest.add(word);
      }
    }
    return new Arguments(values, given, rest);
  }

  List<String> all(String option) {
    return values.getOrDefault(option, List.of());
  }

  Optional<String> last(String option) {
    return all(option).reversed().stream().findFirst();
  }

  String required(String option) throws UsageException {
    return last(option).orElseThrow(() -> new UsageException(option + " is missing"));
  }

  /** A number from 1 on. */
  int number(String option, int standard) throws UsageException {
    String text = last(option).orElse("" + standard);
    try {
      int value = Integer.parseInt(text);
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException _) {
      throw new UsageException(option + ": not a number: " + text);
    }
    throw new UsageException(option + ": must be at least 1");
  }
}
