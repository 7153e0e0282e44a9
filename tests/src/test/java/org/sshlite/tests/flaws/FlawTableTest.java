package org.sshlite.tests.flaws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of known flaws in docs/security.md names what is there. */
class FlawTableTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern FLAW = Pattern.compile("(CVE-\\d{4}-\\d+|GHSA(-\\w{4}){3})");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");

  private static String page;
  private static List<Path> sources;

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(ROOT.resolve("docs/security.md"));
    try (Stream<Path> modules = Files.list(ROOT)) {
      sources = new ArrayList<>();
      for (Path folder : modules.map(module -> module.resolve("src")).toList()) {
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
  }

  private static List<String> rows() {
    return page.lines().filter(line -> line.matches("\\| (CVE|GHSA)-.*")).toList();
  }

  @Test
  void each_flaw_says_what_holds_and_has_a_test() {
    assertThat(rows()).hasSizeGreaterThan(35);
    for (String row : rows()) {
      String[] cells = row.split("\\|");
      assertThat(cells).as(row).hasSize(5);
      assertThat(cells[2]).as(row).isNotBlank();
      assertThat(cells[3]).as(row).isNotBlank();
      assertThat(TEST.matcher(cells[4]).find()).as(row).isTrue();
    }
  }

  @Test
  void each_test_is_there() throws IOException {
    Matcher tests = TEST.matcher(page);
    while (tests.find()) {
      assertThat(has(tests.group(1), tests.group(2))).as(tests.group()).isTrue();
    }
  }

  private static boolean has(String className, String method) throws IOException {
    for (Path source : sources) {
      if (source.endsWith(className + ".java")
          && Files.readString(source).contains(" void " + method + "(")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void each_flaw_that_a_source_speaks_of_is_in_the_page() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Path source : sources) {
      Matcher flaws = FLAW.matcher(Files.readString(source));
      while (flaws.find()) {
        if (!page.contains(flaws.group())) {
          missing.add(flaws.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }
}
