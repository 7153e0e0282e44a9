package org.sshlite.sshd.penalty;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

/**
 * Sources that are refused for a while, PerSourcePenalties of sshd_config(5): seconds add up with
 * each offence, and from the minimum on the source is refused until they are over. Never more
 * sources than the rules say. Any thread.
 */
final class Penalties {
  private static final double NANOS = 1e9;

  /**
   * @param expiry in seconds of the clock
   * @param active whether it refuses
   */
  private record Penalty(Source source, double expiry, boolean active, String reason) {
    static final Comparator<Penalty> SOONEST =
        Comparator.comparingDouble(Penalty::expiry).thenComparing(Penalty::source);
  }

  /** Those of one kind of address. */
  private static final class Table {
    final String name;
    final Map<Source, Penalty> bySource = new HashMap<>();
    final TreeSet<Penalty> byExpiry = new TreeSet<>(Penalty.SOONEST);

    Table(String name) {
      this.name = name;
    }

    void put(Penalty penalty) {
      Penalty before = bySource.put(penalty.source(), penalty);
      if (before != null) {
        byExpiry.remove(before);
      }
      byExpiry.add(penalty);
    }

    void removeSoonest() {
      bySource.remove(byExpiry.removeFirst().source());
    }

    void expire(double now) {
      while (!byExpiry.isEmpty() && byExpiry.first().expiry() < now) {
        removeSoonest();
      }
    }
  }

  private final PenaltyRules rules;
  private final LongSupplier clock;
  private final StderrLog log;
  private final Table ofIpv4 = new Table("ipv4");
  private final Table ofIpv6 = new Table("ipv6");

  /**
   * @param clock in nanoseconds, from any time on
   */
  Penalties(PenaltyRules rules, LongSupplier clock, StderrLog log) {
    this.rules = rules;
    this.clock = clock;
    this.log = log;
  }

  private Table table(Source source) {
    return source.ipv6() ? ofIpv6 : ofIpv4;
  }

  private boolean isFull(Table table, Source source) {
    return rules.deniesAll(source.ipv6())
        && table.bySource.size() >= rules.maximumSources(source.ipv6());
  }

  /** Why nothing is accepted from there now. */
  synchronized Optional<String> refusal(Source source) {
    Table table = table(source);
    table.expire(now());
    if (isFull(table, source)) {
      return Optional.of("too many penalised addresses");
    }
    return Optional.ofNullable(table.bySource.get(source))
        .filter(Penalty::active)
        .map(Penalty::reason);
  }

  /** How many are refused now. */
  synchronized int refused() {
    double now = now();
    int count = 0;
    for (Table table : List.of(ofIpv4, ofIpv6)) {
      table.expire(now);
      count += (int) table.byExpiry.stream().filter(Penalty::active).count();
    }
    return count;
  }

  synchronized void penalise(Source source, Offence offence) {
    double seconds = rules.seconds(offence);
    if (seconds <= 0) {
      return;
    }
    Table table = table(source);
    double now = now();
    table.expire(now);
    if (isFull(table, source)) {
      tell(
          LogLevel.VERBOSE,
          "%s penalty table full, cannot penalise %s for %s",
          table.name,
          source,
          offence.reason());
      return;
    }
    @Nullable Penalty before = table.bySource.get(source);
    if (before == null) {
      first(
          table,
          new Penalty(source, now + seconds, seconds > rules.minimum(), offence.reason()),
          seconds);
    } else {
      double left = Math.min(before.expiry() - now + seconds, rules.maximum());
      boolean active = before.active() || left > rules.minimum();
      table.put(new Penalty(source, now + left, active, offence.reason()));
      if (active && !before.active()) {
        tell(
            LogLevel.INFO,
            "%s: activating %s penalty of %.3f seconds for %s",
            source,
            table.name,
            left,
            offence.reason());
      }
    }
  }

  private void first(Table table, Penalty penalty, double seconds) {
    table.put(penalty);
    tell(
        penalty.active() ? LogLevel.INFO : LogLevel.VERBOSE,
        "%s: new %s %s penalty of %.3f seconds for %s",
        table.name,
        penalty.source(),
        penalty.active() ? "active" : "deferred",
        seconds,
        penalty.reason());
    // permissive: those who have least left to bear are let off
    while (table.bySource.size() > rules.maximumSources(penalty.source().ipv6())) {
      table.removeSoonest();
    }
  }

  private void tell(LogLevel level, String format, Object... arguments) {
    // with the function of OpenSSH that says so: who reads its log reads ours
    log.log(level, "srclimit_penalise: " + String.format(Locale.ROOT, format, arguments));
  }

  private double now() {
    return clock.getAsLong() / NANOS;
  }
}
