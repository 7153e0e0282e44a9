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
    Path file = Files.writeString(folder.resolve("keys"), line + "\n");
    StderrLog log = new StderrLog(LogLevel.QUIET);
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
    assertThat(keys.find(attempt).isPresent()).as(line).isEqualTo(expected.startsWith("ok|"));
  }
}
