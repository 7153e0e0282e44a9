package org.sshlite.tests.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A page in mdoc, as its lines. */
record ManualPage(Path file) {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Set<String> PUNCTUATION = Set.of("Ns", "Op", "Oo", "Oc", "|", ",", "=", ":");

  static ManualPage of(String module, String name) {
    return new ManualPage(ROOT.resolve(module + "/src/main/man/" + name));
  }

  static List<Path> all() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/main/man"))
          .filter(Files::isDirectory)
          .flatMap(folder -> Stream.of(folder.toFile().listFiles()).map(java.io.File::toPath))
          .sorted()
          .toList();
    }
  }

  /** The flags that have an entry of their own or stand in one with others, with their dashes. */
  Set<String> flags() throws IOException {
    return words("It Fl", "Fl", "-");
  }

  /** The keywords that are named anywhere. */
  Set<String> keywords() throws IOException {
    Set<String> found = words("It", "Cm", "");
    found.addAll(words("Cm", "Cm", ""));
    return found;
  }

  /** The keywords that a section lists. */
  Set<String> keywords(String section) throws IOException {
    List<String> lines =
        Files.readAllLines(file).stream()
            .dropWhile(line -> !line.equals(".Sh " + section))
            .skip(1)
            .takeWhile(line -> !line.startsWith(".Sh "))
            .toList();
    return words(lines, "Cm", "Cm", "");
  }

  /** The first words behind {@code macro}, and those behind commas, in lines that begin so. */
  private Set<String> words(String first, String macro, String prefix) throws IOException {
    return words(Files.readAllLines(file), first, macro, prefix);
  }

  private static Set<String> words(List<String> lines, String first, String macro, String prefix) {
    Set<String> found = new TreeSet<>();
    for (String line : lines) {
      String[] words = line.split(" ");
      if (!line.startsWith("." + first + " ")) {
        continue;
      }
      boolean within = false;
      boolean comes = false;
      for (String word : words) {
        if (word.equals(macro) || word.equals("." + macro)) {
          within = true;
          comes = true;
        } else if (word.length() == 2 && Character.isUpperCase(word.charAt(0))) {
          within = within && PUNCTUATION.contains(word);
        } else if (word.equals(",")) {
          comes = within;
        } else if (within && comes) {
          found.add(prefix + word);
          comes = false;
        }
      }
    }
    return found;
  }
}
