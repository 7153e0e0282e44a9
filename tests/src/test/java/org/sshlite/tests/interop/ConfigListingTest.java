package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Program;

/**
 * {@code -G} with flags, beside recorded lines of OpenSSH 10.5: other releases print other lines.
 */
class ConfigListingTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");

  /** A lone host name: the other lines are told as what they add to these. */
  private static final String PLAIN = "host";

  private static final Path RECORDED =
      Path.of("../ssh-lite-client/src/test/resources/org/sshlite/client/command/listing")
          .resolve("flags-10.5.txt");

  private static Map<String, List<String>> recorded() throws IOException {
    Map<String, List<String>> all = new LinkedHashMap<>();
    List<String> lines = List.of();
    for (String line : Files.readAllLines(RECORDED)) {
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
    return all;
  }

  /** The others are tried in process, by FlagListingTest; by {@code -P whole} here as well. */
  static Stream<String> arguments() throws IOException {
    return recorded().keySet().stream()
        .filter(
            arguments -> WHOLE || arguments.equals(PLAIN) || arguments.contains("UpdateHostKeys"));
  }

  @ParameterizedTest
  @MethodSource("arguments")
  void flags_come_to_the_same_lines(String arguments) throws IOException {
    assertThat(lines(OurProgram.sshLite(("-F none -G " + arguments).split(" "))))
        .containsExactlyInAnyOrderElementsOf(recorded().get(arguments));
  }

  @Test
  void a_forward_has_a_port_or_a_host_of_a_variable_too() {
    String listed =
        OurProgram.sshLite(
                "-F",
                "none",
                "-G",
                "-L${FORWARD_PORT}:${FORWARD_HOST}:80",
                "-oRemoteForward ${FORWARD_SOCKET} localhost:${FORWARD_PORT}",
                "-oDynamicForward ${FORWARD_HOST}:1",
                "host")
            .env("FORWARD_PORT", "8080")
            .env("FORWARD_HOST", "db.example")
            .env("FORWARD_SOCKET", "/run/s")
            .runWell();

    assertThat(listed.lines())
        .contains(
            "localforward 8080 [db.example]:80",
            "remoteforward /run/s [localhost]:8080",
            "dynamicforward [db.example]:1");
    List<String> notSet = List.of("-L${FORWARD_NOT_SET}:h:1", "-L2:${FORWARD_NOT_SET}/s", "-L2:${");
    for (String unset : notSet.subList(0, WHOLE ? 3 : 1)) {
      assertThat(OurProgram.sshLite("-F", "none", "-G", unset, "host").run())
          .as(unset)
          .extracting(Finished::status)
          .isEqualTo(255);
    }
  }

  /** All are tried in process, by TokensTest; by {@code -P whole} here as well. */
  static Stream<Arguments> ways() {
    return Stream.of(
            Arguments.of("host", 22, ""),
            Arguments.of("-J first,ssh://eve@gate:2222 -p 23 host", 23, "gate"),
            Arguments.of("-J none -o ProxyJump=gate host", 22, ""),
            Arguments.of("-J none host", 22, ""),
            Arguments.of("-J gate host", 22, "gate"),
            Arguments.of("-J other host", 22, "other"),
            Arguments.of("-J eve@gate:2222 host", 22, "gate"),
            Arguments.of("-J [::1]:22 host", 22, "::1"))
        .limit(WHOLE ? 8 : 3);
  }

  /** As OpenSSH 10.5: releases before 9.7 leave the way out of the name. */
  @ParameterizedTest
  @MethodSource("ways")
  void the_path_of_a_master_names_the_way_that_its_connection_goes(
      String arguments, int port, String jump) throws Exception {
    String here = Program.of("uname", "-n").runWell().strip();
    byte[] hash =
        MessageDigest.getInstance("SHA-1")
            .digest((here + "host" + port + "bob" + jump).getBytes(StandardCharsets.UTF_8));
    String flags = "-F none -G -l bob -o ControlPath=/%j-%C ";

    assertThat(lines(OurProgram.sshLite((flags + arguments).split(" "))))
        .contains("controlpath /" + jump + "-" + HexFormat.of().formatHex(hash));
  }

  /** The lines as OpenSSH 10.5 counts them, which begins some of its messages in lower case. */
  @Test
  void each_mistake_is_told_with_its_line_and_at_last_their_number(@TempDir Path folder)
      throws IOException {
    Path included = Files.writeString(folder.resolve("included"), "Host\nUser a b\n");
    Path file =
        Files.writeString(
            folder.resolve("config"),
            "Potr 1\nPort 22\nHost other\n  Ciphers rot13\n  Port seashell\nInclude " + included);

    Finished listed = OurProgram.sshLite("-F", file.toString(), "-G", "host").run();

    assertThat(listed.status()).isEqualTo(255);
    assertThat(listed.text()).isEmpty();
    assertThat(listed.errors().lines())
        .containsExactly(
            file + " line 1: Bad configuration option: Potr",
            file + " line 4: Bad Ciphers 'rot13'.",
            file + " line 5: Bad port 'seashell'.",
            included + " line 1: no argument after keyword \"Host\"",
            included + " line 2: keyword User extra arguments at end of line",
            included + ": terminating, 2 bad configuration options");
  }

  /** As ssh: with another status than for all else, as it can say no more. */
  @Test
  void a_log_that_cannot_be_opened_ends_it_with_1() {
    Finished listed = OurProgram.sshLite("-F", "none", "-E", "/no/log", "-E", "", "host").run();

    assertThat(listed.status()).isEqualTo(1);
    assertThat(listed.errors().strip())
        .isEqualTo("Couldn't open logfile : No such file or directory");
  }

  private static List<String> lines(Program program) {
    String home = System.getProperty("user.home") + "/";
    String user = "user " + System.getProperty("user.name");
    return program
        .runWell()
        .lines()
        // RSA keys of 1,024 bits are not for our defaults; /etc is where OpenSSH was built for
        .filter(line -> !line.startsWith("requiredrsasize ") && !line.startsWith("globalknown"))
        .map(line -> line.replace(home, "~/"))
        .map(line -> line.equals(user) ? "user USER" : line)
        .toList();
  }
}
