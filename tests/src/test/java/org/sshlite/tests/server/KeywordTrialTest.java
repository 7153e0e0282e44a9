package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether what a configuration or a key can say is tried against a server that runs. */
class KeywordTrialTest {
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| supported \\|.*");

  /** What only lists or takes apart, and starts no server. */
  private static final Pattern NO_TRIAL =
      Pattern.compile(
          "(\\w+Target|ConfigurationListTest|ConfigListingTest|KeywordTrialTest)\\.java");

  /** Of sshd(8), AUTHORIZED_KEYS FILE FORMAT, without the {@code no-} forms. */
  private static final List<String> OPTIONS =
      List.of(
          "agent-forwarding",
          "cert-authority",
          "command=",
          "environment=",
          "expiry-time=",
          "from=",
          "no-agent-forwarding",
          "no-port-forwarding",
          "no-pty",
          "no-X11-forwarding",
          "permitlisten=",
          "permitopen=",
          "port-forwarding",
          "principals=",
          "pty",
          "restrict",
          "touch-required",
          "tunnel=",
          "user-rc",
          "verify-required",
          "X11-forwarding");

  /**
   * What may have a quotation mark in it: a text block (group 1), a string (group 2), comments and
   * characters.
   */
  private static final Pattern PART =
      Pattern.compile(
          """
          (?s)\"{3}(.*?)\"{3}\
          |"([^"\\\\\n]*+(?:\\\\.[^"\\\\\n]*+)*+)"\
          |//[^\n]*+|/\\*.*?\\*/|'(?:\\\\.|[^'\\\\])'\
          """);

  private static String trials() throws IOException {
    StringBuilder all = new StringBuilder();
    // over the wire by PermissionTest
    Path table = Path.of("../sshd-lite/src/test/resources/org/sshlite/sshd/permit/sshd-10.5.txt");
    all.append(Files.readString(table));
    try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
      for (Path each : sources.filter(Files::isRegularFile).toList()) {
        if (!NO_TRIAL.matcher(each.getFileName().toString()).matches()) {
          PART.matcher(Files.readString(each))
              .results()
              .forEach(part -> all.append(quoted(part)).append('\n'));
        }
      }
    }
    return all.toString();
  }

  /** What of a source reaches a server: no comment does, and no name of Java's. */
  private static String quoted(MatchResult part) {
    String block = part.group(1);
    String line = part.group(2);
    return block != null ? block : line != null ? line.replace("\\n", "\n") : "";
  }

  @Test
  void each_keyword_and_each_option_of_a_key_is_in_a_trial_with_a_server() throws IOException {
    List<String> wanted = new ArrayList<>(OPTIONS);
    for (String line : Files.readAllLines(Path.of("../docs/sshd_config.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        wanted.add(row.group(1));
      }
    }
    assertThat(wanted).hasSizeGreaterThan(90);
    String trials = trials();
    assertThat(wanted)
        .allSatisfy(word -> assertThat(trials).matches(text -> isIn(text, word), "has " + word));
  }

  /** As a configuration or a key has it, and not as a name of a class or a method. */
  private static boolean isIn(String text, String word) {
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(word) + "(?!\\w*\\()")
        .matcher(text)
        .find();
  }
}
