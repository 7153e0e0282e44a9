package org.sshlite.program.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir private Path folder;

  private static List<ConfigLine> read(Path file) throws ConfigException {
    List<ConfigLine> lines = new ArrayList<>();
    ConfigFile.read(file, lines::add);
    return lines;
  }

  @Test
  void lines_are_counted_with_blank_ones_and_comments() throws Exception {
    Path file = folder.resolve("config");
    Files.writeString(file, "# first\r\n\nPort 22\r\n  Banner none");
    assertThat(read(file))
        .extracting(ConfigLine::line, ConfigLine::keyword, ConfigLine::source)
        .containsExactly(tuple(3, "Port", file.toString()), tuple(4, "Banner", file.toString()));
  }

  @Test
  void bytes_that_are_not_UTF_8_do_not_stop_the_reading() throws Exception {
    Path file = folder.resolve("config");
    Files.write(file, new byte[] {'#', (byte) 0xe9, '\n', 'P', 'o', 'r', 't', ' ', '1'});
    assertThat(read(file)).hasSize(1);
  }

  /** CVE-2026-0965: libssh read whatever its configuration named. */
  @Test
  void a_device_that_does_not_end_is_one_clear_line() {
    Path zeros = Path.of("/dev/zero");
    assumeTrue(Files.exists(zeros), "no /dev/zero here");
    assertThatThrownBy(() -> read(zeros))
        .isInstanceOf(ConfigException.class)
        .hasMessage("/dev/zero: more than 16777216 bytes");
  }

  @Test
  void a_file_is_as_long_as_it_may_be() throws Exception {
    Path file = folder.resolve("config");
    String comments = ("#" + "x".repeat(1022) + "\n").repeat(16 * 1024 - 1);
    Files.writeString(file, comments + "#" + "x".repeat(1014) + "\nPort 22\n");
    assertThat(file).hasSize(16 * 1024 * 1024);
    assertThat(read(file)).hasSize(1);
  }

  @Test
  void a_missing_file_is_one_clear_line() {
    Path file = folder.resolve("none");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": No such file or directory");
  }

  @Test
  void a_single_mistake_is_one_line() throws Exception {
    Path file = Files.writeString(folder.resolve("config"), "Port 1\nBanner \"open\nPort 2\n");
    assertThatThrownBy(() -> read(file)).hasMessage(file + " line 2: invalid quotes");
  }

  @Test
  void each_mistake_is_told_and_their_number() throws Exception {
    Path file =
        Files.writeString(folder.resolve("config"), "Port\nPort 1\nBanner \"open\nPort 2\n");
    List<ConfigLine> lines = new ArrayList<>();

    assertThatThrownBy(
            () ->
                ConfigFile.read(
                    file,
                    line -> {
                      lines.add(line);
                      throw line.error("not this one");
                    }))
        .hasMessage(
            """
            %1$s line 1: no argument after keyword "Port"
            %1$s line 2: not this one
            %1$s line 3: invalid quotes
            %1$s line 4: not this one
            %1$s: terminating, 4 bad configuration options\
            """
                .formatted(file));
    assertThat(lines).hasSize(2);
  }

  @Test
  void what_is_no_mistake_of_a_line_ends_the_reading_behind_what_was_told() throws Exception {
    Path file = Files.writeString(folder.resolve("config"), "Port\nInclude a\nPort\n");
    assertThatThrownBy(
            () ->
                ConfigFile.read(
                    file,
                    _ -> {
                      throw new ConfigException("a: No such file or directory");
                    }))
        .hasMessage(
            file + " line 1: no argument after keyword \"Port\"\na: No such file or directory");
  }

  @Test
  void included_files_come_sorted_and_without_hidden_ones() throws Exception {
    Files.createDirectories(folder.resolve("conf.d"));
    for (String name : new String[] {"b.conf", "a.conf", ".c.conf", "d.txt"}) {
      Files.writeString(folder.resolve("conf.d").resolve(name), "");
    }
    assertThat(ConfigFile.matching(folder, "conf.d/*.conf"))
        .containsExactly(folder.resolve("conf.d/a.conf"), folder.resolve("conf.d/b.conf"));
    assertThat(ConfigFile.matching(folder, folder + "/conf.?/[ab].conf")).hasSize(2);
    assertThat(ConfigFile.matching(folder, "conf.d/{a,b}.conf")).isEmpty();
    assertThat(ConfigFile.matching(folder, "nothing/*")).isEmpty();
    assertThat(ConfigFile.matching(folder, "conf.d/a.conf")).hasSize(1);
    Files.writeString(folder.resolve("conf.d/[e"), "");
    assertThat(ConfigFile.matching(folder, "conf.d/[e")).hasSize(1);
  }
}
