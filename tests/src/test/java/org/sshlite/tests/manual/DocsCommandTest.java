package org.sshlite.tests.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands in our pages: the programs are where they say, and have these flags. */
class DocsCommandTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** A line of code, with those that continue it. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?m)^(?: {4})?(?<folder>[\\w./-]*/bin/)?(?<program>sshd?-lite(?:-[a-z]+)?)"
              + "(?<words> (?:.*\\\\\\n)*.*)$");

  private static final Map<String, String> MODULES =
      Map.of(
          "ssh-lite", "ssh-lite-client",
          "ssh-lite-scp", "ssh-lite-client",
          "ssh-lite-sftp", "ssh-lite-client",
          "ssh-lite-keygen", "ssh-lite-tools",
          "ssh-lite-keyscan", "ssh-lite-tools",
          "ssh-lite-mitm", "mitm",
          "sshd-lite", "sshd-lite");

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md"), ROOT.resolve("docs/ci/mitm.sh")),
              docs.filter(page -> page.toString().endsWith(".md")))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commands_are_of_programs_and_flags_that_are_there(Path page) throws IOException {
    for (MatchResult command : commands(Files.readString(page))) {
      String program = command.group("program");
      String module = MODULES.get(program);
      assertThat(module).as(command.group()).isNotNull();
      String folder = command.group("folder");
      if (folder != null && !page.endsWith("mitm.sh")) {
        assertThat(ROOT.resolve(folder + program)).isExecutable();
      }
      Path file = ROOT.resolve(module + "/src/main/man/" + program);
      String section = Files.exists(Path.of(file + ".1")) ? ".1" : ".8";
      assertThat(new ManualPage(Path.of(file + section)).flags())
          .as(command.group())
          .containsAll(flags(command.group("words")));
    }
  }

  private static List<MatchResult> commands(String page) {
    // a line of prose may begin with a program's name
    String code =
        page.startsWith("#!")
            ? page
            : Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$|(?:^ {4}.*\\n)+")
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .reduce("", String::concat);
    return COMMAND.matcher(code).results().toList();
  }

  /** Up to the end of our own words: a comment, or a command that is handed on. */
  private static List<String> flags(String words) {
    List<String> flags = new ArrayList<>();
    for (String word : words.replace("\\\n", " ").strip().split("\\s+")) {
      if (word.equals("--") || word.startsWith("#")) {
        break;
      }
      if (word.startsWith("--")) {
        flags.add(word.replaceFirst("=.*", ""));
      } else if (word.matches("-[A-Za-z0-9].*")) {
        flags.add(word.substring(0, 2));
      }
    }
    return flags;
  }
}
