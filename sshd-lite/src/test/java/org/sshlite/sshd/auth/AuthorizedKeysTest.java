package org.sshlite.sshd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.Account;

class AuthorizedKeysTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMZNkqPPfO3UFBQMcHYZFRn2YEfschs9iS/7BnZ2BB67";

  @TempDir private Path folder;

  /** {@code ok|line} or {@code no|line}. */
  static Stream<String> linesAsSshdTakesThem() throws IOException {
    try (InputStream in =
        AuthorizedKeysTest.class.getResourceAsStream("authorized_keys_lines.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.startsWith("#")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("linesAsSshdTakesThem")
  void a_line_lets_a_key_in_where_it_does_for_sshd(String expected) throws Exception {
    String line = expected.substring(3).replace("KEY", KEY).translateEscapes();
    assertThat(find(line, new StderrLog(LogLevel.QUIET)))
        .as(line)
        .isEqualTo(expected.startsWith("ok|"));
  }

  private boolean find(String text, StderrLog log) throws Exception {
    Path file = Files.writeString(folder.resolve("keys"), text + "\n");
    var keys =
        new AuthorizedKeys(
            List.of(
                new TrustedFile(
                    file, "", Optional.empty(), Actor.of(Account.current().orElseThrow()), log)),
            SignatureAlgorithms.DEFAULT_CA,
            log);
    var attempt =
        new KeyAttempt(
            PublicKeyLine.parse(KEY).key(), "root", "127.0.0.1", "127.0.0.1", Instant.now());
    return keys.find(attempt).isPresent();
  }

  /** All of them are read for each key that is offered, before any login. */
  @Test
  void behind_64_lines_for_a_key_that_cannot_be_used_none_is_looked_at() throws Exception {
    StderrLog log = new StderrLog(LogLevel.INFO);
    log.redirect(folder.resolve("log"));
    String unusable = "permitopen=\"host:no-such-service\" " + KEY + "\n";
    assertThat(find(unusable.repeat(63) + KEY, log)).isTrue();
    assertThat(folder.resolve("log")).isEmptyFile();

    assertThat(find(unusable.repeat(64) + KEY, log)).isFalse();
    assertThat(Files.readString(folder.resolve("log")))
        .contains("keys:64: 64 lines for the same that cannot be used: what follows is ignored");
  }

  /** The log is everybody's, and holds so many lines: who writes a file of keys fills none. */
  @Test
  void of_lines_that_do_not_let_a_key_in_one_is_told() throws Exception {
    StderrLog log = new StderrLog(LogLevel.INFO);
    log.redirect(folder.resolve("log"));
    String elsewhere = "from=\"192.0.2.1\" " + KEY + "\n";
    String over = "expiry-time=\"20200101\" " + KEY + "\n";
    assertThat(find((elsewhere + over).repeat(1000) + KEY, log)).isTrue();
    List<String> told = Files.readAllLines(folder.resolve("log"));
    assertThat(told).hasSize(2);
    assertThat(told.getFirst())
        .contains("keys:1: Authentication tried for root with correct key but not from a permitted")
        .contains("required=192.0.2.1");
    assertThat(told.getLast()).endsWith("keys: 999 more lines that refuse the same");
  }
}
