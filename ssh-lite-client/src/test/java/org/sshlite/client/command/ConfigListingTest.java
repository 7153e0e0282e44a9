package org.sshlite.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.ConfigReader;
import org.sshlite.client.config.MatchContext;
import org.sshlite.client.config.Tokens;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

/** Our {@code -G} beside recorded ones of OpenSSH 10.5. */
class ConfigListingTest {
  private static final Tokens.LocalUser ROOT =
      new Tokens.LocalUser("root", Path.of("/root"), Map.of("GREETING", "hello")::get);

  @TempDir private Path folder;

  /**
   * A file, and what {@code ssh -F file -G foo} says to it.
   *
   * @param gone lines that it prints for an empty file
   */
  record Recorded(String file, boolean refused, List<String> added, List<String> gone) {
    @Override
    public String toString() {
      return file.replace("\n", "; ");
    }
  }

  private static List<String> resource(String name) throws IOException {
    try (InputStream in = ConfigListingTest.class.getResourceAsStream("listing/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  static Stream<Recorded> recorded() throws IOException {
    List<Recorded> all = new ArrayList<>();
    StringBuilder file = new StringBuilder();
    List<String> added = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (String line : resource("cases.txt")) {
      switch (line.charAt(0)) {
        case '>' -> file.append(line.substring(2)).append('\n');
        case '+' -> added.add(line.substring(1));
        case '-' -> gone.add(line.substring(1));
        case '=', '!' -> {
          all.add(
              new Recorded(
                  file.toString(), line.equals("!"), List.copyOf(added), List.copyOf(gone)));
          file.setLength(0);
          added.clear();
          gone.clear();
        }
        default -> {}
      }
    }
    return all.stream();
  }

  private List<String> list(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("config"), text);
    ClientConfig config = new ClientConfig();
    Tokens names =
        new ConfigReader(config, new StderrLog(LogLevel.QUIET))
            .files(new MatchContext("foo", "", ROOT), Optional.of(file.toString()));
    if (config.connectionAttempts.get() < 1) {
      throw new ConfigException("Invalid number of ConnectionAttempts");
    }
    return ConfigListing.of(config, names);
  }

  /** Deviation: RSA keys of 1,024 bits are not for our defaults. */
  private static List<String> defaults() throws IOException {
    return resource("default.txt").stream()
        .map(line -> line.equals("requiredrsasize 1024") ? "requiredrsasize 2048" : line)
        .toList();
  }

  @Test
  void without_a_file_every_line_is_that_of_ssh() throws Exception {
    assertThat(difference(list(""), defaults())).isEmpty();
    assertThat(list("")).containsExactlyElementsOf(defaults());
  }

  private static List<String> difference(List<String> lines, List<String> others) {
    List<String> rest = new ArrayList<>(lines);
    others.forEach(rest::remove); // one for one
    return rest;
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void a_file_comes_to_the_same_lines_as_with_ssh(Recorded recorded) throws Exception {
    if (recorded.refused()) {
      assertThatThrownBy(() -> list(recorded.file())).isInstanceOf(ConfigException.class);
      return;
    }
    List<String> expected = new ArrayList<>(defaults());
    recorded.gone().forEach(line -> expected.remove(line.replace("rsasize 1024", "rsasize 2048")));
    expected.addAll(recorded.added());
    List<String> lines = list(recorded.file());
    assertThat(difference(lines, expected)).as("too many").isEmpty();
    assertThat(difference(expected, lines)).as("missing").isEmpty();
    List<String> order = resource("order.txt");
    assertThat(lines.stream().map(line -> order.indexOf(line.split(" ")[0])))
        .isSorted()
        .doesNotContain(-1);
  }
}
