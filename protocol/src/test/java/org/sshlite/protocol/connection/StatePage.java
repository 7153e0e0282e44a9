package org.sshlite.protocol.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** docs/states.md: its tables, made anew from what is answered and the reasons in the page. */
final class StatePage {
  /** So many messages are named one by one. */
  private static final int MOST_NAMED = 4;

  private final List<String> lines;

  /** By section and row, all but the reason. */
  private final Map<String, String> reasons = new HashMap<>();

  StatePage(Path page) throws IOException {
    lines = Files.readAllLines(page);
    String section = "";
    for (String line : lines) {
      if (line.startsWith("## ")) {
        section = line;
      } else if (line.startsWith("| ")) {
        int at = line.lastIndexOf(" | ", line.length() - 3);
        reasons.put(section + line.substring(0, at), line.substring(at + 3, line.length() - 2));
      }
    }
  }

  /** The rows of one section. */
  List<String> rows(String section) {
    return lines.stream()
        .dropWhile(line -> !line.equals("## " + section))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("|"))
        .toList();
  }

  /**
   * @param answers of each state to each number
   * @return the rows that belong here; a reason that is missing is "?"
   */
  List<String> table(Section section, List<List<String>> answers) {
    List<String> rows = new ArrayList<>();
    String names = String.join(" | ", section.states().stream().map(State::name).toList());
    rows.add("| number | message | " + names + " | why |");
    rows.add("|---|---|" + "---|".repeat(section.states().size()) + "---|");
    int from = section.first();
    for (int number = from; number <= section.last(); number++) {
      List<String> cells = column(section, answers, number);
      if (number == section.last() || !cells.equals(column(section, answers, number + 1))) {
        String row =
            "| %s | %s | %s"
                .formatted(
                    from == number ? "" + from : from + "–" + number,
                    messages(from, number),
                    String.join(" | ", cells));
        rows.add(row + " | " + reasons.getOrDefault("## " + section.title() + row, "?") + " |");
        from = number + 1;
      }
    }
    return rows;
  }

  private static List<String> column(Section section, List<List<String>> answers, int number) {
    return answers.stream().map(state -> state.get(number - section.first())).toList();
  }

  private static String messages(int first, int last) {
    List<String> names =
        IntStream.rangeClosed(first, last)
            .filter(Payloads::isNamed)
            .mapToObj(Payloads::name)
            .toList();
    if (names.size() > MOST_NAMED) {
      return names.getFirst() + " … " + names.getLast();
    }
    return names.isEmpty() ? "unassigned" : String.join(", ", names);
  }
}
