package org.sshlite.crypto.pattern;

import java.util.List;
import java.util.Locale;

/**
 * A list of patterns, some negated with {@code !}: it matches when a plain pattern matches and no
 * negated one does, whatever their order.
 */
public record PatternList(List<String> patterns) {
  /** What a list says of a name. */
  public enum Answer {
    MATCH,
    NO_MATCH,
    /** A negated pattern matched: the answer is no even if another list says yes. */
    NEGATED
  }

  public PatternList {
    patterns = List.copyOf(patterns);
  }

  /** From a comma-separated list. */
  public static PatternList parse(String text) {
    return new PatternList(List.of(text.split(",", -1)));
  }

  public boolean matches(String text) {
    return answer(text) == Answer.MATCH;
  }

  /** As {@link #matches} for host names: without regard to case. */
  public boolean matchesHost(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return new PatternList(patterns.stream().map(p -> p.toLowerCase(Locale.ROOT)).toList())
        .matches(lower);
  }

  public Answer answer(String text) {
    Answer answer = Answer.NO_MATCH;
    for (String pattern : patterns) {
      boolean negated = pattern.startsWith("!");
      if (new Wildcard(negated ? pattern.substring(1) : pattern).matches(text)) {
        if (negated) {
          return Answer.NEGATED;
        }
        answer = Answer.MATCH;
      }
    }
    return answer;
  }
}
