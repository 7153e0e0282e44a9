package org.sshlite.tests.goal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.tests.goal.Goal.Verdict;

/** Goals as a table of Markdown, its columns aligned. */
public final class GoalTable {
  private GoalTable() {}

  /** Prints the goals that benchmarks left in a file. Arguments: title, file. */
  public static void main(String[] arguments) throws IOException {
    List<Goal> goals = Files.readAllLines(Path.of(arguments[1])).stream().map(Goal::parse).toList();
    System.out.print(of(arguments[0], goals));
  }

  static String of(String title, List<Goal> goals) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("goal", "wanted", "measured: median (least..most)", "met?", "how"));
    for (Goal goal : goals) {
      rows.add(
          List.of(goal.name(), goal.wanted(), goal.measured(), goal.verdict().title(), goal.how()));
    }
    int[] widths = widths(rows);
    StringBuilder table = new StringBuilder("\n" + title + "\n\n");
    table.append(line(rows.getFirst(), widths));
    table.append(line(rows.getFirst().stream().map(_ -> "").toList(), widths).replace(' ', '-'));
    rows.stream().skip(1).forEach(row -> table.append(line(row, widths)));
    return table + summary(goals);
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return widths;
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      line.append(' ').append(cell).repeat(' ', widths[column] - cell.length()).append(" |");
    }
    return line + "\n";
  }

  private static String summary(List<Goal> goals) {
    return "%ngoals: %d met, %d missed, %d not measured%n"
        .formatted(
            count(goals, Verdict.MET),
            count(goals, Verdict.MISSED),
            count(goals, Verdict.NOT_MEASURED));
  }

  private static long count(List<Goal> goals, Verdict verdict) {
    return goals.stream().filter(goal -> goal.verdict() == verdict).count();
  }
}
