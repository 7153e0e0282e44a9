package org.sshlite.tests.flaws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of all modules, for pages that name what is in them. */
final class Sources {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** A test as pages name it: class and method. */
  static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");

  private final List<Path> files = new ArrayList<>();

  Sources() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path folder : modules.map(module -> module.resolve("src")).toList()) {
        if (Files.isDirectory(folder)) {
          try (Stream<Path> all = Files.walk(folder)) {
            all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
          }
        }
      }
    }
  }

  List<Path> files() {
    return files;
  }

  /** Those of the classes of this name. */
  List<Path> of(String className) {
    return files.stream().filter(file -> file.endsWith(className + ".java")).toList();
  }

  /** The tests that a page names and that are not there. */
  List<String> missingTests(String page) {
    List<String> missing = new ArrayList<>();
    Matcher tests = TEST.matcher(page);
    while (tests.find()) {
      String method = " void " + tests.group(2) + "(";
      if (of(tests.group(1)).stream().noneMatch(file -> text(file).contains(method))) {
        missing.add(tests.group());
      }
    }
    return missing;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
