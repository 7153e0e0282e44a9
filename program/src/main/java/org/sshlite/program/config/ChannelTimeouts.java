package org.sshlite.program.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sshlite.crypto.pattern.Wildcard;

/**
 * ChannelTimeout of ssh_config(5) and sshd_config(5): after how long without traffic channels are
 * closed.
 *
 * @param rules the first whose pattern matches holds
 */
public record ChannelTimeouts(List<Rule> rules) {
  public static final ChannelTimeouts NONE = new ChannelTimeouts(List.of());

  private static final String GLOBAL = "global";

  /**
   * @param type a pattern of channel types
   * @param text the time as it was written
   */
  public record Rule(String type, Duration time, String text) {
    @Override
    public String toString() {
      return type + "=" + text;
    }
  }

  public ChannelTimeouts {
    rules = List.copyOf(rules);
  }

  public static ChannelTimeouts read(ConfigLine line) throws ConfigException {
    List<Rule> rules = new ArrayList<>();
    for (String argument : line.allOrNone()) {
      int equals = argument.indexOf('=');
      String time = argument.substring(equals + 1);
      Optional<Duration> parsed = equals > 0 ? TimeSpan.parse(time) : Optional.empty();
      rules.add(
          new Rule(
              argument.substring(0, Math.max(equals, 0)),
              parsed.orElseThrow(() -> line.error("invalid channel timeout " + argument)),
              time));
    }
    return new ChannelTimeouts(rules);
  }

  /** Of one channel that is idle; empty for never. */
  public Optional<Duration> of(String type) {
    return rules.stream()
        .filter(rule -> !rule.type().equals(GLOBAL))
        .filter(rule -> new Wildcard(rule.type()).matches(type))
        .findFirst()
        .map(Rule::time)
        .filter(Duration::isPositive);
  }

  /** Of all channels together, when none of them has traffic; empty for never. */
  public Optional<Duration> ofAll() {
    // of several the last one holds
    return rules.stream()
        .filter(rule -> rule.type().equals(GLOBAL))
        .reduce((_, last) -> last)
        .map(Rule::time)
        .filter(Duration::isPositive);
  }

  /** As {@code sshd -T} and {@code ssh -G} print it. */
  @Override
  public String toString() {
    return rules.isEmpty()
        ? "none"
        : rules.stream().map(Rule::toString).collect(Collectors.joining(" "));
  }
}
