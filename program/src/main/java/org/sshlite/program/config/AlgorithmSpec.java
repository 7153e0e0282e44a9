package org.sshlite.program.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sshlite.crypto.pattern.PatternList;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.crypto.wire.NameList;

/**
 * The argument of KexAlgorithms, Ciphers, MACs, HostKeyAlgorithms: a list of its own, or a change
 * to the default list. Its entries may be patterns, and negated ones where it is taken out. Some
 * algorithms are too old for anybody who did not write their names out: no pattern reaches those.
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

  private static final String WITHOUT_ANY = "MACs";

  public AlgorithmSpec {
    patterns = List.copyOf(patterns);
  }

  /**
   * Empty when there is no entry, or one is no pattern of names: with blanks, or negated where
   * nothing is removed. Commas too many are passed over, as ssh does.
   */
  public static Optional<AlgorithmSpec> parse(String text) {
    Change change =
        switch (text.isEmpty() ? ' ' : text.charAt(0)) {
          case '+' -> Change.APPEND;
          case '-' -> Change.REMOVE;
          case '^' -> Change.PREPEND;
          default -> Change.REPLACE;
        };
    String list = change == Change.REPLACE ? text : text.substring(1);
    List<String> patterns =
        Arrays.stream(list.split(",")).filter(entry -> !entry.isEmpty()).toList();
    boolean removes = change == Change.REMOVE;
    boolean valid =
        (removes || !patterns.isEmpty())
            && patterns.stream()
                .allMatch(p -> NameList.isName(p) && (removes || !p.startsWith("!")));
    return valid ? Optional.of(new AlgorithmSpec(change, patterns)) : Optional.empty();
  }

  /** Entries that are or match none of {@code names}; what is removed may. */
  private List<String> unknownIn(List<String> names) {
    if (change == Change.REMOVE) {
      return List.of();
    }
    return patterns.stream()
        .filter(p -> names.stream().noneMatch(new Wildcard(p)::matches))
        .toList();
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
   * The list that a configuration line asks for. An unknown name is an error, a pattern that
   * nothing matches too, and a list that leaves nothing. {@code MACs -*} may: what encrypts may
   * authenticate by itself.
   *
   * @param legacy what only its whole name adds
   */
  public static List<String> read(
      ConfigLine line, List<String> defaults, List<String> supported, List<String> legacy)
      throws ConfigException {
    String text = line.only();
    AlgorithmSpec spec = parse(text).orElseThrow(() -> bad(line, text));
    List<String> known = Stream.concat(supported.stream(), legacy.stream()).toList();
    Optional<String> unknown = spec.unknownIn(known).stream().findFirst();
    if (unknown.isPresent()) {
      throw bad(line, unknown.get());
    }
    List<String> result = spec.apply(defaults, supported, legacy);
    boolean mayBeEmpty =
        spec.change == Change.REMOVE && line.keyword().equalsIgnoreCase(WITHOUT_ANY);
    if (result.isEmpty() && !mayBeEmpty) {
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
