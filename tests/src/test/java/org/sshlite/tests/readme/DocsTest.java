package org.sshlite.tests.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages point at is there. */
class DocsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern RULE =
      Pattern.compile("(?m)^\\| ((RFC [0-9]+)[^|]*) \\|[^|]*\\| `(org[.a-zA-Z0-9]+)` \\|$");

  private static final long SEVERAL = 3;

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md"), ROOT.resolve("findings/README.md")), docs)
          .filter(page -> page.toString().endsWith(".md"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void links_lead_somewhere(Path page) throws IOException {
    for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
      String target = link.group(1);
      if (target.startsWith("http")) {
        continue;
      }
      String[] parts = target.split("#", 2);
      Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
      assertThat(file).exists();
      if (parts.length > 1) {
        assertThat(anchors(file)).as(target).contains(parts[1]);
      }
    }
  }

  private static List<String> anchors(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void each_rule_lives_where_the_table_says() throws IOException {
    List<MatchResult> rules = rules();

    assertThat(rules).hasSizeGreaterThan(20);
    for (MatchResult rule : rules) {
      assertThat(source(rule.group(3))).content().contains(rule.group(1));
    }
  }

  /** So that a new one cannot be left out. */
  @Test
  void an_RFC_that_several_classes_cite_is_in_the_table() throws IOException {
    Map<String, Long> classes = new TreeMap<>();
    for (String module : List.of("crypto", "known-hosts", "protocol")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Pattern.compile("RFC [0-9]{4}")
              .matcher(Files.readString(file))
              .results()
              .map(MatchResult::group)
              .distinct()
              .forEach(rfc -> classes.merge(rfc, 1L, Long::sum));
        }
      }
    }
    classes.values().removeIf(count -> count < SEVERAL);

    assertThat(rules()).extracting(rule -> rule.group(2)).containsAll(classes.keySet());
  }

  private static List<MatchResult> rules() throws IOException {
    return RULE.matcher(Files.readString(ROOT.resolve("docs/architecture.md"))).results().toList();
  }

  private static Path source(String className) throws IOException {
    String path = "src/main/java/" + className.replace('.', '/') + ".java";
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve(path))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no such class: " + className));
    }
  }
}
