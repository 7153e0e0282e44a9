package org.sshlite.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlgorithmSpecTest {
  private static final List<String> DEFAULTS = List.of("aes-gcm", "chacha");
  private static final List<String> SUPPORTED = List.of("aes-gcm", "aes-ctr", "chacha", "old");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chacha|chacha",
        "chacha,aes-gcm|chacha,aes-gcm",
        "+old|aes-gcm,chacha,old",
        "+aes-*|aes-gcm,chacha,aes-ctr",
        "-aes-*|chacha",
        "-nothing|aes-gcm,chacha",
        "^chacha|chacha,aes-gcm",
        "^old,aes-ctr|old,aes-ctr,aes-gcm,chacha",
        "aes-*|aes-gcm,aes-ctr",
        "chacha,chacha|chacha"
      })
  void a_list_replaces_extends_shortens_or_reorders_the_default(String text, String expected) {
    assertThat(AlgorithmSpec.parse(text).orElseThrow().apply(DEFAULTS, SUPPORTED))
        .containsExactly(expected.split(","));
    assertThat(AlgorithmSpec.parse(text).orElseThrow()).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+", "a,,b", "a,", "!a", "+a,!b", "a b"})
  void what_is_no_list_of_names_is_refused(String text) {
    assertThat(AlgorithmSpec.parse(text)).isEmpty();
  }

  private List<String> read(String text, StderrLog log) throws ConfigException {
    ConfigLine line = ConfigLine.parse("sshd_config", 3, text).orElseThrow();
    return AlgorithmSpec.read(line, DEFAULTS, SUPPORTED, Set.of("umac"), log);
  }

  @Test
  void a_name_that_nobody_knows_is_an_error() {
    assertThatThrownBy(() -> read("Ciphers chahca", new StderrLog(LogLevel.QUIET)))
        .hasMessage("sshd_config line 3: Bad Ciphers 'chahca'.");
  }

  @Test
  void a_name_that_only_OpenSSH_has_is_left_out_and_told() throws Exception {
    StderrLog log = new StderrLog(LogLevel.INFO);
    log.redirect(folder.resolve("log"));
    assertThat(read("Ciphers umac,chacha", log)).containsExactly("chacha");
    assertThat(Files.readString(folder.resolve("log"), StandardCharsets.UTF_8))
        .isEqualTo("sshd_config line 3: Ciphers: umac is not supported yet: left out\n");
  }

  @Test
  void a_list_that_leaves_nothing_is_an_error() {
    assertThatThrownBy(() -> read("Ciphers umac", new StderrLog(LogLevel.QUIET)))
        .hasMessage("sshd_config line 3: no supported algorithm is left by Ciphers 'umac'");
    assertThatThrownBy(() -> read("Ciphers -*", new StderrLog(LogLevel.QUIET)))
        .hasMessageContaining("no supported algorithm is left");
  }
}
