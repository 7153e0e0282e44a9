package org.sshlite.tests.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of rows and what is expected of them, as Markdown. It is printed when all was tried.
 */
final class Table {
  private final SequencedSet<String> notes = new LinkedHashSet<>();
  private final List<String> lines = new ArrayList<>();

  private Table(String title, List<? extends Row<?>> rows, List<Cell> cells) {
    List<String> columns =
        Stream.concat(Stream.of(title, "version"), cells.stream().map(Cell::title)).toList();
    lines.add(line(columns));
    lines.add("|" + "---|".repeat(columns.size()));
    for (Row<?> row : rows) {
      List<String> line = new ArrayList<>(List.of(row.name(), row.version().text()));
      cells.stream().map(row::expected).map(this::text).forEach(line::add);
      lines.add(line(line));
    }
    lines.add("");
    int number = 0;
    for (String note : notes) {
      lines.add("%d. %s".formatted(++number, note));
    }
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  private String text(Expected expected) {
    return switch (expected) {
      case Expected.Works _, Expected.Says _ -> expected.text();
      case Expected.Fails(String why) -> expected.text() + note(why);
      case Expected.Varies(String why) -> expected.text() + note(why);
      case Expected.Lacks(String why) -> expected.text() + note(why);
    };
  }

  /** The note's number; the same reason has the same. */
  private String note(String why) {
    notes.add(why);
    return " (" + (List.copyOf(notes).indexOf(why) + 1) + ")";
  }

  /** Prints the table, and leaves it in a file. */
  static void write(String title, List<? extends Row<?>> rows, List<Cell> cells, Path file)
      throws IOException {
    List<String> lines = new Table(title, rows, cells).lines;
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines);
    lines.forEach(System.out::println);
  }
}
