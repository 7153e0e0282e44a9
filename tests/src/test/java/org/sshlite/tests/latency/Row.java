package org.sshlite.tests.latency;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.sshlite.tests.goal.Figures;

/** One line of the table for each contender: median, spread, ratio to OpenSSH's, and the goal. */
final class Row {
  private final String title;
  private final String goal;
  private final Map<Contender, Figures> figures = new EnumMap<>(Contender.class);

  Row(String title, String goal) {
    this.title = title;
    this.goal = goal;
  }

  void add(Contender contender, double figure) {
    figures.computeIfAbsent(contender, _ -> new Figures()).add(figure);
  }

  void print() {
    System.out.printf("%n%s; goal: %s%n", title, goal);
    Figures reference = figures.get(Contender.SSHD);
    figures.forEach(
        (contender, each) ->
            System.out.printf(
                Locale.ROOT,
                "  %-10s median %9.2f  least %9.2f  most %9.2f%s%n",
                contender.title(),
                each.median(),
                each.least(),
                each.most(),
                reference == null
                    ? ""
                    : String.format(
                        Locale.ROOT, "  %6.2f of sshd", each.median() / reference.median())));
  }
}
