package org.sshlite.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the compiled classes do not show: what is said of a package, and what only a name uses. */
class SourceTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final Pattern COMMENT = Pattern.compile("\\s*(\\*|//|/\\*).*");

  private static final Map<Path, String> SOURCES = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path folder : modules.map(each -> each.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(folder)) {
          read(folder);
        }
      }
    }
  }

  private static void read(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        SOURCES.put(file, Files.readString(file));
      }
    }
  }

  @Test
  void each_package_says_what_belongs_there() {
    Set<Path> packages = new HashSet<>();
    SOURCES.keySet().forEach(file -> packages.add(file.getParent()));
    packages.removeIf(folder -> folder.endsWith("java"));

    assertThat(packages)
        .hasSizeGreaterThan(50)
        .allSatisfy(
            folder ->
                assertThat(SOURCES.get(folder.resolve("package-info.java"))).startsWith("/**"));
  }

  @Test
  void no_class_is_used_by_nobody() {
    Map<String, Long> files =
        SOURCES.values().stream()
            .flatMap(source -> words(source).stream())
            .collect(Collectors.groupingBy(word -> word, Collectors.counting()));

    List<String> unused =
        SOURCES.entrySet().stream()
            .filter(source -> !source.getValue().contains("static void main("))
            .map(source -> source.getKey().getFileName().toString().replace(".java", ""))
            .filter(name -> !name.endsWith("-info") && files.getOrDefault(name, 0L) < 2)
            .toList();

    assertThat(unused).isEmpty();
  }

  /** Of its code: who only mentions a class, or imports it, does not use it. */
  private static Set<String> words(String source) {
    return source
        .lines()
        .filter(line -> !line.startsWith("import ") && !COMMENT.matcher(line).matches())
        .flatMap(line -> WORD.matcher(line).results().map(MatchResult::group))
        .collect(Collectors.toSet());
  }
}
