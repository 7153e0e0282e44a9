package org.sshlite.tests.flaws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of known flaws in docs/security.md names what is there. */
class FlawTableTest {
  private static final Pattern FLAW = Pattern.compile("CVE-\\d{4}-\\d+|GHSA(-\\w{4}){3}");

  private final String page = Sources.text(Sources.ROOT.resolve("docs/security.md"));

  @Test
  void each_flaw_says_what_holds_and_has_a_test() {
    List<String> rows = page.lines().filter(line -> line.matches("\\| (CVE|GHSA)-.*")).toList();
    assertThat(rows).hasSizeGreaterThan(35);
    for (String row : rows) {
      String[] cells = row.split("\\|");
      assertThat(cells).as(row).hasSize(5);
      assertThat(cells[2]).as(row).isNotBlank();
      assertThat(cells[3]).as(row).isNotBlank();
      assertThat(Sources.TEST.matcher(cells[4]).find()).as(row).isTrue();
    }
  }

  @Test
  void each_test_is_there() throws IOException {
    assertThat(new Sources().missingTests(page)).isEmpty();
  }

  @Test
  void each_flaw_that_a_source_speaks_of_is_in_the_page() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Path source : new Sources().files()) {
      Matcher flaws = FLAW.matcher(Sources.text(source));
      while (flaws.find()) {
        if (!page.contains(flaws.group())) {
          missing.add(flaws.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }
}
