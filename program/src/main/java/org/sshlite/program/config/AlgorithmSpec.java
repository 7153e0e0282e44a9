package org.sshlite.program.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.crypto.pattern.PatternList;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.crypto.wire.NameList;

/**
 * The argument of KexAlgorithms, Ciphers, MACs, HostKeyAlgorithms: a list of its own, or a change
 * to the default list. Its entries may be patterns. Some algorithms are too old for anybody who did
 * not write their names out: no pattern reaches those.
 */
public record AlgorithmSpec(Change change, List<String> patterns) {
  /** What a list does to the default one. */
  public enum Change {
    /** No sign: takes its place. */
    REPLACE,
    /** {@code +}: behind it. */
    APPEND,
    /** {@code -}: taken out of it. */
    REMOVE,
    /** {@code ^}: in front of it. */
    PREPEND
  }

  public AlgorithmSpec {
    patterns = List.copyOf(patterns);
  }

  /** Empty when an entry is no pattern of names: empty, negated, with blanks. */
  public static Optional<AlgorithmSpec> parse(String text) {
    Change change =
        switch (text.isEmpty() ? ' ' : text.charAt(0)) {
          case '+' -> Change.APPEND;
          case '-' -> Change.REMOVE;
          case '^' -> Change.PREPEND;
          default -> Change.REPLACE;
        };
    String list = change == Change.REPLACE ? text : text.substring(1);
    List<String> patterns = List.of(list.split(",", -1));
    boolean valid = patterns.stream().allMatch(p -> NameList.isName(p) && !p.startsWith("!"));
    return valid ? Optional.of(new AlgorithmSpec(change, patterns)) : Optional.empty();
  }

  /** Entries that are names, not patterns, and none of {@code names}; what is removed may be. */
  public List<String> namesNotIn(Collection<String> names) {
    if (change == Change.REMOVE) {
      return List.of();
    }
    return patterns.stream().filter(p -> !isPattern(p) && !names.contains(p)).toList();
  }

  private static boolean isPattern(String entry) {
    return entry.indexOf('*') >= 0 || entry.indexOf('?') >= 0;
  }

  /**
   * The list to propose, in order, without duplicates. Entries that match nothing supported are
   * left out; the result may be empty, which is the caller's to refuse.
   *
   * @param legacy what only its whole name adds
   */
  public List<String> apply(List<String> defaults, List<String> supported, List<String> legacy) {
    if (change == Change.REMOVE) {
      PatternList removed = new PatternList(patterns);
      return defaults.stream().filter(name -> !removed.matches(name)).toList();
    }
    List<String> named = new ArrayList<>();
    for (String pattern : patterns) {
      supported.stream().filter(new Wildcard(pattern)::matches).forEach(named::add);
      legacy.stream().filter(pattern::equals).forEach(named::add);
    }
    Set<String> result =
        switch (change) {
          case APPEND -> union(defaults, named);
          case PREPEND -> union(named, defaults);
          case REPLACE, REMOVE -> union(named, List.of());
        };
    return List.copyOf(result);
  }

  private static Set<String> union(List<String> first, List<String> second) {
    Set<String> result = new LinkedHashSet<>(first);
    result.addAll(second);
    return result;
  }

  /**
   * The list that a configuration line asks for. An unknown name is an error, as is a list that
   * leaves nothing.
   *
   * @param legacy what only its whole name adds
   */
  public static List<String> read(
      ConfigLine line, List<String> defaults, List<String> supported, List<String> legacy)
      throws ConfigException {
    String text = line.only();
    AlgorithmSpec spec = parse(text).orElseThrow(() -> bad(line, text));
    for (String name : spec.namesNotIn(supported)) {
      if (!legacy.contains(name)) {
        throw bad(line, name);
      }
    }
    List<String> result = spec.apply(defaults, supported, legacy);
    if (result.isEmpty()) {
      throw line.error("no supported algorithm is left by " + line.keyword() + " '" + text + "'");
    }
    return result;
  }

  private static ConfigException bad(ConfigLine line, String text) {
    return line.error("Bad " + line.keyword() + " '" + text + "'.");
  }

  /** As it was written. */
  @Override
  public String toString() {
    String sign =
        switch (change) {
          case REPLACE -> "";
          case APPEND -> "+";
          case REMOVE -> "-";
          case PREPEND -> "^";
        };
    return sign + String.join(",", patterns);
  }
}
