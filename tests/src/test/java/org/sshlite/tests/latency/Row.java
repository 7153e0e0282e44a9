package org.sshlite.tests.latency;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Measured;

/** One line of the table for each contender: median, spread, and ratio to those of others. */
final class Row {
  /** Ratios are to these. */
  private static final List<Contender> REFERENCES = List.of(Contender.SSHD, Contender.GO);

  private final String title;
  private final String unit;
  private final Map<Contender, Figures> figures = new EnumMap<>(Contender.class);

  Row(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  String title() {
    return title;
  }

  void add(Contender contender, double figure) {
    figures.computeIfAbsent(contender, _ -> new Figures()).add(figure);
  }

  /** The median of one that was measured. */
  Measured median(Contender contender) {
    return Measured.median(figures.get(contender), unit);
  }

  /** What one that was measured has over another, which may not be there. */
  Measured ratio(Contender ours, Contender theirs) {
    if (figures.containsKey(theirs)) {
      return Measured.ratio(figures.get(ours), figures.get(theirs), unit);
    }
    return Measured.nothing(
        theirs.isInstalled() ? theirs.title() + " cannot do it" : "no " + theirs.title());
  }

  void print() {
    System.out.printf("%n%s, %s%n", title, unit);
    figures.forEach(
        (contender, each) -> {
          System.out.printf(Locale.ROOT, "  %-12s %s", contender.title(), each.columns("%9.2f"));
          for (Contender reference : REFERENCES) {
            if (figures.containsKey(reference)) {
              System.out.printf(
                  Locale.ROOT,
                  "  %6.2f of %s",
                  each.median() / figures.get(reference).median(),
                  reference.title());
            }
          }
          System.out.println();
        });
  }
}
