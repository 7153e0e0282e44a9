package org.sshlite.sshd.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.cert.CertificatePermissions;
import org.sshlite.crypto.key.KeyOption;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.config.ConfiguredPermit;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.ServerConfigReader;

/** Each configuration with each key and each request, as OpenSSH 10.5 answers: see ask-sshd. */
class PermitTableTest {
  private static final Originator CLIENT = new Originator("::1", 4000);
  private static final int P = 5001;
  private static final int Q = 5002;
  private static final int R = 5003;
  private static final String S = "/tmp/S";

  /** Configuration, options of the key's line, extensions of its certificate, answers. */
  record Row(String config, String options, String extensions, String answers) {
    static Row parse(String line) {
      String[] cells = line.split(" \\| ", -1);
      return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip());
    }
  }

  static List<Row> rows() throws IOException {
    try (InputStream table = PermitTableTest.class.getResourceAsStream("sshd-10.5.txt")) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Row::parse)
          .toList();
    }
  }

  private static String filledIn(String text) {
    return text.replace("{P}", "" + P)
        .replace("{Q}", "" + Q)
        .replace("{R}", "" + R)
        .replace("{S}", S);
  }

  static ServerConfig config(String... lines) throws ConfigException {
    ServerConfigReader reader = new ServerConfigReader(new StderrLog(LogLevel.QUIET));
    for (String line : lines) {
      if (!line.isBlank()) {
        reader.option(ConfigFile.parseOption(line.strip()));
      }
    }
    return reader.finish();
  }

  /** Empty where the line grants nothing. */
  static Optional<KeyPermissions> key(String options) {
    KeyPermissionsReader reader = new KeyPermissionsReader();
    try {
      for (KeyOption option : KeyOption.parseList(options)) {
        if (!reader.read(option)) {
          return Optional.empty();
        }
      }
      return Optional.of(reader.permissions());
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  private static KeyPermissions certificate(String extensions) {
    boolean all = extensions.equals("ALL");
    return KeyPermissions.of(
        new CertificatePermissions(
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            all || extensions.equals("permit-agent-forwarding"),
            all || extensions.equals("permit-port-forwarding"),
            all || extensions.equals("permit-X11-forwarding"),
            all || extensions.equals("permit-pty"),
            all || extensions.equals("permit-user-rc")));
  }

  static Permit permit(ServerConfig config, KeyPermissions key) {
    return new ConfiguredPermit(config, key, new Subject(1024, "192.0.2.7 port 4000")).permit();
  }

  private static String answers(Row row) throws ConfigException {
    String own = filledIn(row.config());
    String[] config = (own + ";X11Forwarding yes;XAuthLocation /bin/sh").split(";");
    Optional<KeyPermissions> key = key(filledIn(row.options()));
    if (!row.extensions().isEmpty()) {
      key = key.flatMap(line -> line.and(certificate(row.extensions())));
    }
    return key.isEmpty() ? "refused" : answers(permit(config(config), key.get()));
  }

  /** In the order of the table's first line. */
  static String answers(Permit permit) {
    return Stream.of(
            permit.ports().refusesOpen("127.0.0.1", P, CLIENT).isEmpty(),
            permit.ports().refusesOpen("localhost", P, CLIENT).isEmpty(),
            permit.sockets().refusesOpen(S, CLIENT).isEmpty(),
            granted(permit.ports().listen("localhost", Q, true)),
            granted(permit.ports().listen("", R, true)),
            granted(permit.ports().listen("localhost", 0, true)),
            granted(permit.sockets().listen("/tmp/x")),
            permit.refusesAgent().isEmpty(),
            granted(permit.x11().request()),
            permit.session().refusesTerminal().isEmpty())
        .map(permitted -> permitted ? "+" : "-")
        .collect(Collectors.joining());
  }

  private static boolean granted(Permission<?> permission) {
    return permission instanceof Permission.Granted<?>;
  }

  @Test
  void every_row_is_answered_as_by_sshd() throws Exception {
    List<Row> rows = rows();
    assertThat(rows).hasSizeGreaterThan(500);
    for (Row row : rows) {
      assertThat(answers(row)).as(row.toString()).isEqualTo(row.answers());
    }
  }

  @Test
  void made_of_nothing_it_forbids_all() {
    assertThat(answers(new Permit())).isEqualTo("----------");
    assertThat(new Permit().session().refusesSession(0)).isPresent();
    assertThat(new Permit().session().accepts("LANG")).isFalse();
    assertThat(new Permit().session().userRc()).isFalse();
  }

  @Test
  void every_configuration_with_every_key_permits_what_both_permit() throws Exception {
    List<Row> rows = rows();
    List<Row> configs =
        rows.stream().filter(row -> row.options().isEmpty() && row.extensions().isEmpty()).toList();
    List<Row> keys = rows.stream().filter(row -> row.config().isEmpty()).toList();
    assertThat(configs.size() * keys.size()).isGreaterThan(4000);
    for (Row config : configs) {
      for (Row key : keys) {
        Row both = new Row(config.config(), key.options(), key.extensions(), "");
        assertThat(answers(both))
            .as(both.toString())
            .isEqualTo(both(config.answers(), key.answers()));
      }
    }
  }

  private static String both(String config, String key) {
    if (key.equals("refused")) {
      return key;
    }
    StringBuilder both = new StringBuilder(config);
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) == '-') {
        both.setCharAt(i, '-');
      }
    }
    return both.toString();
  }
}
