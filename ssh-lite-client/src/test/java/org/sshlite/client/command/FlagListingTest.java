package org.sshlite.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.ConfigReader;
import org.sshlite.client.config.MatchContext;
import org.sshlite.client.config.Tokens;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

/** {@code -G} with flags, beside recorded lines of OpenSSH 10.5. */
class FlagListingTest {
  /** A lone host name: the other lines are told as what they add to these. */
  private static final String PLAIN = "host";

  private static Map<String, List<String>> recorded() throws IOException {
    Map<String, List<String>> all = new LinkedHashMap<>();
    List<String> lines = List.of();
    try (InputStream in = FlagListingTest.class.getResourceAsStream("listing/flags-10.5.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        switch (line.charAt(0)) {
          case '>' -> {
            lines = new ArrayList<>(all.getOrDefault(PLAIN, List.of()));
            all.put(line.substring(2), lines);
          }
          case '+' -> lines.add(line.substring(1));
          case '-' -> lines.remove(line.substring(1));
          default -> {}
        }
      }
    }
    return all;
  }

  /** What is decided after that, only the program tells: ConfigListingTest of both ends. */
  static Stream<String> arguments() throws IOException {
    return recorded().keySet().stream().filter(arguments -> !arguments.contains("UpdateHostKeys"));
  }

  @ParameterizedTest
  @MethodSource("arguments")
  void flags_come_to_the_same_lines(String arguments) throws Exception {
    assertThat(lines(("-F none -G " + arguments).split(" ")))
        .containsExactlyInAnyOrderElementsOf(recorded().get(arguments));
  }

  private static List<String> lines(String... arguments) throws Exception {
    ClientConfig config = new ClientConfig();
    ConfigReader reader = new ConfigReader(config, new StderrLog(LogLevel.QUIET));
    CommandLine line = new CommandLine(config, reader);
    line.parse(arguments);
    Tokens names =
        reader.files(
            new MatchContext(line.destination().host(), line.command(), Tokens.LocalUser.current()),
            line.configFile());
    String home = System.getProperty("user.home") + "/";
    String user = "user " + System.getProperty("user.name");
    return ConfigListing.of(config, names).stream()
        // RSA keys of 1,024 bits are not for our defaults; /etc is where OpenSSH was built for
        .filter(each -> !each.startsWith("requiredrsasize ") && !each.startsWith("globalknown"))
        .map(each -> each.replace(home, "~/"))
        .map(each -> each.equals(user) ? "user USER" : each)
        .toList();
  }
}
