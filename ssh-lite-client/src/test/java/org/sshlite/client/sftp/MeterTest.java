package org.sshlite.client.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sshlite.sftp.client.Progress.Begun;
import org.sshlite.sftp.wire.FileName;

/** What a terminal shows while files are moved. */
class MeterTest {
  private static final int COLUMNS = 80;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(written, true, StandardCharsets.UTF_8);
  private final Screen plain = new Screen(terminal, terminal, false, Runnable::run);
  private final Meter meter = new Meter(plain, COLUMNS);
  private final Screen screen = plain.with(meter);

  private Begun begin(String name) {
    return meter.begin(FileName.of("/folder/" + name), 0, 1000);
  }

  /** What is left on a terminal where "\r" goes back to the first column. */
  private List<String> shown() {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int column = 0;
    for (char c : written.toString(StandardCharsets.UTF_8).toCharArray()) {
      switch (c) {
        case '\r' -> column = 0;
        case '\n' -> {
          lines.add(line.toString().stripTrailing());
          line.setLength(0);
          column = 0;
        }
        default -> {
          line.replace(column, Math.min(column + 1, line.length()), String.valueOf(c));
          column++;
          assertThat(column).isLessThan(COLUMNS);
        }
      }
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  private static String beginning(String line) {
    return line.replaceAll("%.*", "%").replaceAll(" +", " ");
  }

  private List<String> beginnings() {
    return shown().stream().map(MeterTest::beginning).toList();
  }

  @Test
  void the_last_line_is_that_of_the_file_which_began_first() {
    Begun first = begin("first");
    Begun second = begin("second");
    first.moved(400);
    assertThat(beginnings()).containsExactly("first 0%");

    second.moved(1000);
    second.end();
    assertThat(beginnings()).containsExactly("second 100%", "first 40%");

    begin("third");
    first.moved(600);
    first.end();
    assertThat(beginnings()).containsExactly("second 100%", "first 100%", "third 0%");
  }

  @Test
  void a_file_that_is_given_up_says_how_much_of_it_is_there() {
    Begun file = begin("file");
    file.moved(250);
    file.end();
    assertThat(beginnings()).containsExactly("file 25%", "");
  }

  @Test
  void other_lines_stand_above_the_last_one_and_alone() {
    Begun file = begin("a long name of a file, longer than what is told of it");
    screen.print("Retrieving /folder");
    screen.error("no");
    assertThat(shown().subList(0, 2)).containsExactly("Retrieving /folder", "no");
    assertThat(shown()).hasSize(3);
    file.end();
    screen.print("done");
    assertThat(shown()).hasSize(5).endsWith("done", "");
  }

  @Test
  void no_line_is_lost_and_none_is_mixed_when_many_files_end_at_once() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String name = "file-" + i;
      threads.add(
          Thread.startVirtualThread(
              () -> {
                Begun file = begin(name);
                file.moved(1000);
                screen.error(name + " has a fault");
                file.end();
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<String> expected = new ArrayList<>(List.of(""));
    for (int i = 0; i < 50; i++) {
      expected.addAll(List.of("file-" + i + " 100%", "file-" + i + " has a fault"));
    }
    assertThat(beginnings()).containsExactlyInAnyOrderElementsOf(expected);
  }
}
