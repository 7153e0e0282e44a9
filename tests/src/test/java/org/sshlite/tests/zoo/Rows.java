package org.sshlite.tests.zoo;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Which rows are tried: all, unless {@code -Dzoo.peers} names some by a pattern, and {@code
 * -Dzoo.cells} some columns; and the reasons that several have.
 */
final class Rows {
  private static final Pattern CHOSEN = chosen("zoo.peers");
  private static final Pattern CHOSEN_CELLS = chosen("zoo.cells");

  static final String NO_REKEY = "it has no way to ask for new keys at a time of one's own";
  static final String ONCE_A_MINUTE = "it looks once a minute whether its limit is reached";
  static final String SENT_ONLY = "it counts only what it sends itself";
  static final String DATA_IN_KEX = "it sends channel data between its KEXINIT and NEWKEYS";

  static final Version GO =
      new Version.Debian("golang-golang-x-crypto-dev")
          .and(new Version.Debian("golang-github-pkg-sftp-dev"));

  private Rows() {}

  private static Pattern chosen(String property) {
    return Pattern.compile(System.getProperty(property, ""));
  }

  /** Pairs of a row and a cell that is tried. */
  static <D> Stream<Arguments> cells(List<Row<D>> rows, List<Cell> columns) {
    return rows.stream()
        .filter(row -> CHOSEN.matcher(row.name()).find())
        .flatMap(
            row ->
                columns.stream()
                    .filter(cell -> CHOSEN_CELLS.matcher(cell.title()).find())
                    .filter(cell -> isTried(row.expected(cell)))
                    .map(cell -> Arguments.of(row, cell)));
  }

  private static boolean isTried(Expected expected) {
    return !(expected instanceof Expected.Lacks || expected instanceof Expected.Varies);
  }
}
