package org.sshlite.tests.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.config.ServerConfigReader;
import org.sshlite.sshd.config.Settings;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.OurProgram;

/**
 * {@code -T} and {@code -G} line by line beside recorded lines of OpenSSH 10.5: other releases
 * print other lines.
 */
class ConfigurationListTest {
  /** What we do otherwise, or not at all; docs/sshd_config.md says why. */
  private static final Set<String> DIFFERENT =
      Set.of(
          "PAMServiceName",
          "UsePAM",
          "IgnoreUserKnownHosts",
          "KbdInteractiveAuthentication",
          "ModuliFile",
          "HostbasedAcceptedAlgorithms",
          "SshdSessionPath",
          "SshdAuthPath",
          "UsersFile",
          "DrainTime",
          "ProxyProtocol",
          "EventLog",
          "MetricsListen",
          "RecordSessions",
          "RecordInput",
          "RecordLimit");

  @TempDir Path folder;
  private KeyPair hostKey;

  @BeforeEach
  void makeKey() {
    hostKey = KeyPair.create(folder.resolve("host_key"));
  }

  private Path configuration(String text) throws IOException {
    String always =
        "RequiredRSASize 2048\nMacs hmac-sha2-256\nPidFile /run/sshd.pid\nHostKey "
            + hostKey.file()
            + "\n";
    return Files.writeString(
        folder.resolve("sshd_config"), always + text.replace("; ", "\n") + "\n");
  }

  /** What sshd listed, by its configuration or by what its -C said. */
  private static Map<String, String> recorded() throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    try (InputStream in = ConfigurationListTest.class.getResourceAsStream("listed-10.5.txt")) {
      for (String each : new String(in.readAllBytes(), UTF_8).substring(2).split("(?m)^# ")) {
        int end = each.indexOf('\n');
        all.put(each.substring(0, end), each.substring(end + 1));
      }
    }
    return all;
  }

  static Stream<String> configurations() throws IOException {
    return recorded().keySet().stream().filter(title -> !isConnection(title));
  }

  static Stream<String> connections() throws IOException {
    return recorded().keySet().stream().filter(title -> isConnection(title));
  }

  private static boolean isConnection(String title) {
    return title.contains("user=");
  }

  private List<String> ours(String... arguments) {
    return comparable(OurProgram.sshdLite(arguments).runWell());
  }

  private List<String> comparable(String text) {
    return text.replace(folder.toString(), "HERE")
        .lines()
        .filter(line -> !DIFFERENT.contains(line.substring(0, line.indexOf(' '))))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void the_same_file_comes_to_the_same_values(String text) throws Exception {
    Path file = configuration(text);

    // by the program one does, unless all are asked for
    boolean byProgram = text.isEmpty() || Boolean.getBoolean("whole");
    assertThat(byProgram ? ours("-T", "-f", file.toString()) : read(file))
        .isEqualTo(comparable(recorded().get(text)));
  }

  /** As the program reads it. */
  private List<String> read(Path file) throws Exception {
    ServerConfigReader reader = new ServerConfigReader(new StderrLog(LogLevel.QUIET));
    reader.file(file);
    if (reader.finish().get(Settings.PORT).isEmpty()) {
      reader.set(Settings.PORT, List.of(22));
    }
    return comparable(reader.finish().lines().collect(Collectors.joining("\n")));
  }

  @ParameterizedTest
  @MethodSource("connections")
  void for_one_connection_too(String connection) throws IOException {
    String file =
        configuration(
                """
                Match user alice,root
                  MaxSessions 1
                Match address 10.0.0.0/8 localaddress 192.0.2.0/24
                  X11Forwarding yes
                Match host *.example.org
                  PermitTTY no
                Match group root,nogroup
                  Banner /etc/group-banner
                Match invalid-user
                  Banner /etc/no
                Match version OpenSSH_1*
                  AllowTcpForwarding no
                Match all
                  MaxSessions 9
                """)
            .toString();

    assertThat(ours("-T", "-C", connection, "-f", file))
        .isEqualTo(comparable(recorded().get(connection)));
  }

  @Test
  void each_port_is_shown_with_its_addresses_and_one_number_of_startups_as_three()
      throws IOException {
    String file = configuration("Port 22; Port 2022; MaxStartups 7").toString();

    assertThat(ours("-T", "-f", file))
        .containsSubsequence(
            "ListenAddress [::]:22",
            "ListenAddress 0.0.0.0:22",
            "ListenAddress [::]:2022",
            "ListenAddress 0.0.0.0:2022",
            "MaxStartups 7:30:7");
  }

  @Test
  void without_any_key_the_values_are_told_by_G_alone() throws IOException {
    Path file = Files.writeString(folder.resolve("sshd_config"), "HostKey /no/such/key\nPort 7\n");

    assertThat(OurProgram.sshdLite("-T", "-f", file.toString()).run().status()).isEqualTo(1);
    Finished listed = OurProgram.sshdLite("-G", "-f", file.toString()).run();
    assertThat(listed.status()).isZero();
    assertThat(listed.text()).startsWith("Port 7\n").contains("\nHostKey /no/such/key\n");
  }

  @Test
  void what_is_not_supported_is_one_line_once() throws IOException {
    String file = configuration("HostbasedAuthentication yes; FingerprintHash md5").toString();

    Finished tested = OurProgram.sshdLite("-t", "-f", file).run();

    assertThat(tested.status()).isZero();
    assertThat(tested.errors().lines())
        .containsExactly(
            file + " line 5: HostbasedAuthentication is not supported yet: ignored",
            file + " line 6: FingerprintHash is not supported yet: ignored");
  }

  /** By lynis, which asks the file for nothing where it does not find a number there. */
  @Test
  void the_version_is_read_from_what_d_tells() throws IOException {
    String file = configuration("Port 22").toString();

    Finished tested = OurProgram.sshdLite("-t", "-d", "-f", file).run();

    assertThat(tested.errors()).containsPattern("(?m)^debug1: sshd version OpenSSH_\\d+\\.\\d+");
    assertThat(OurProgram.sshdLite("-V").run().errors()).matches("OpenSSH_\\d+\\.\\d+.*\\s+");
  }

  /** OpenSSH's server ends at the first wrong value; the other mistakes it tells like this. */
  @Test
  void each_mistake_is_told_with_its_line_and_at_last_their_number() throws IOException {
    String file =
        configuration("Prot 22; LogLevel LOUD; Port 22; MaxAuthTries; Match user a; Banner \"x")
            .toString();

    Finished tested = OurProgram.sshdLite("-t", "-f", file).run();

    assertThat(tested.status()).isEqualTo(255);
    assertThat(tested.errors().lines())
        .containsExactly(
            file + " line 5: Bad configuration option: Prot",
            file + " line 6: unsupported log level 'LOUD'",
            file + " line 8: no argument after keyword \"MaxAuthTries\"",
            file + " line 10: invalid quotes",
            file + ": terminating, 4 bad configuration options");
  }

  @Test
  void a_port_may_be_named_and_an_empty_option_is_none() throws IOException {
    String file = configuration("Port https").toString();

    assertThat(OurProgram.sshdLite("-G", "-o", "", "-f", file).runWell()).contains("Port 443\n");
  }

  @Test
  void a_log_that_cannot_be_opened_ends_it_with_1() throws IOException {
    String file = configuration("Port 22").toString();

    Finished tested = OurProgram.sshdLite("-t", "-E", "/no/such/log", "-f", file).run();

    assertThat(tested.status()).isEqualTo(1);
    assertThat(tested.errors().strip())
        .isEqualTo("Couldn't open logfile /no/such/log: No such file or directory");
  }
}
