package org.sshlite.sshd.penalty;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;

/**
 * PerSourcePenalties of sshd_config(5).
 *
 * @param named what {@code yes} or {@code no} said; empty for on
 * @param given the values that a line gave, by their names: seconds, numbers of sources, and for
 *     {@code overflow} 1 for deny-all and 0 for permissive
 */
public record PenaltyRules(Optional<Boolean> named, Map<String, Double> given) {
  public static final PenaltyRules DEFAULT = new PenaltyRules(Optional.empty(), Map.of());

  private static final String MAX = "max";
  private static final String MIN = "min";
  private static final String SOURCES_4 = "max-sources4";
  private static final String SOURCES_6 = "max-sources6";
  private static final String OVERFLOW_4 = "overflow";
  private static final String OVERFLOW_6 = "overflow6";

  // OpenSSH's: under 15 seconds nobody is refused; nobody for more than ten minutes
  private static final double STANDARD_MIN = 15;
  private static final double STANDARD_MAX = 600;

  /** OpenSSH's, for each kind of address: with their networks some 20 MiB. */
  private static final double STANDARD_SOURCES = 65536;

  public PenaltyRules {
    given = Map.copyOf(given);
  }

  public boolean enabled() {
    return named.orElse(true);
  }

  double seconds(Offence offence) {
    return given.getOrDefault(offence.keyword(), offence.standard());
  }

  /** Up to so many seconds a source is let in all the same. */
  double minimum() {
    return given.getOrDefault(MIN, STANDARD_MIN);
  }

  double maximum() {
    return given.getOrDefault(MAX, STANDARD_MAX);
  }

  int maximumSources(boolean ipv6) {
    return given.getOrDefault(ipv6 ? SOURCES_6 : SOURCES_4, STANDARD_SOURCES).intValue();
  }

  /** Whether everybody is refused while as many are penalised as may be. */
  boolean deniesAll(boolean ipv6) {
    double of4 = given.getOrDefault(OVERFLOW_4, 0.0);
    return (ipv6 ? given.getOrDefault(OVERFLOW_6, of4) : of4) != 0;
  }

  /** With a further line: of a value that comes more than once, the first holds. */
  public PenaltyRules and(PenaltyRules added) {
    Map<String, Double> all = new HashMap<>(added.given);
    all.putAll(given);
    // as sshd: who gives a value wants penalties
    boolean more = all.size() > given.size();
    return new PenaltyRules(more ? Optional.of(true) : named.or(added::named), all);
  }

  public static PenaltyRules read(ConfigLine line) throws ConfigException {
    List<String> words = line.all();
    PenaltyRules rules = DEFAULT;
    for (String word : words) {
      String lower = word.toLowerCase(Locale.ROOT);
      if (lower.equals("yes") || lower.equals("no")) {
        if (words.size() > 1) {
          throw line.error(
              "keyword PerSourcePenalties \"" + word + "\" argument must appear alone.");
        }
        return new PenaltyRules(Optional.of(lower.equals("yes")), Map.of());
      }
      String name = word.substring(0, Math.max(0, word.indexOf(':')));
      rules = rules.and(one(name, value(line, word, name)));
    }
    return rules;
  }

  private static PenaltyRules one(String name, double value) {
    return new PenaltyRules(Optional.of(true), Map.of(name, value));
  }

  private static double value(ConfigLine line, String word, String name) throws ConfigException {
    String text = word.substring(Math.min(word.length(), name.length() + 1));
    boolean time = name.equals(MAX) || name.equals(MIN);
    for (Offence offence : Offence.values()) {
      time |= offence.keyword().equals(name);
    }
    if (time) {
      return Seconds.parse(text)
          .orElseThrow(() -> line.error("invalid PerSourcePenalties time value."));
    }
    boolean overflow = name.equals(OVERFLOW_4) || name.equals(OVERFLOW_6);
    if (overflow && (text.equals("deny-all") || text.equals("permissive"))) {
      return text.equals("deny-all") ? 1 : 0;
    }
    if (name.equals(SOURCES_4) || name.equals(SOURCES_6)) {
      return sources(text)
          .orElseThrow(() -> line.error("PerSourcePenalties value " + text + " is no number."));
    }
    throw line.error("unsupported PerSourcePenalties keyword " + word);
  }

  private static OptionalDouble sources(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 9;
    return digits && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? OptionalDouble.of(Integer.parseInt(text))
        : OptionalDouble.empty();
  }

  /** As {@code -T} prints it. */
  @Override
  public String toString() {
    if (!enabled()) {
      return "no";
    }
    List<String> words = new ArrayList<>();
    for (Offence offence : Offence.values()) {
      words.add(seconds(offence.keyword(), seconds(offence)));
    }
    words.add(seconds(MAX, maximum()));
    words.add(seconds(MIN, minimum()));
    words.add(SOURCES_4 + ":" + maximumSources(false));
    words.add(SOURCES_6 + ":" + maximumSources(true));
    words.add(OVERFLOW_4 + ":" + (deniesAll(false) ? "deny-all" : "permissive"));
    words.add(OVERFLOW_6 + ":" + (deniesAll(true) ? "deny-all" : "permissive"));
    return String.join(" ", words);
  }

  private static String seconds(String name, double value) {
    return name + ":" + String.format(Locale.ROOT, "%f", value);
  }
}
