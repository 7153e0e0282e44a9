package org.sshlite.sshd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** docs/sshd_config.md says what the program does. */
class KeywordDocumentTest {
  private static final Path FILE = Path.of("../docs/sshd_config.md");

  private static Map<String, String> documented() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(FILE)) {
      String[] cells = line.split("\\|");
      if (cells.length >= 3 && cells[1].startsWith(" `")) {
        rows.put(cells[1].strip().replace("`", ""), cells[2].strip());
      }
    }
    return rows;
  }

  @Test
  void each_keyword_is_in_the_table_with_what_it_is_to_us() throws IOException {
    assertThat(documented()).isEqualTo(Keywords.TABLE.standings());
  }

  @Test
  void a_keyword_that_is_not_supported_says_why() throws IOException {
    for (String line : Files.readAllLines(FILE)) {
      String[] cells = line.split("\\|");
      if (cells.length >= 3 && cells[2].strip().matches("ignored|refused")) {
        assertThat(cells).as(line).hasSizeGreaterThan(3);
        assertThat(cells[3]).as(line).isNotBlank();
      }
    }
  }
}
