package org.sshlite.program.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlgorithmSpecTest {
  private static final List<String> DEFAULTS = List.of("aes-gcm", "chacha");
  private static final List<String> SUPPORTED = List.of("aes-gcm", "aes-ctr", "chacha", "old");
  private static final List<String> LEGACY = List.of("aes-cbc", "3des-cbc");

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
        "chacha,chacha|chacha",
        "-*,!aes-*|aes-gcm",
        "-|aes-gcm,chacha"
      })
  void a_list_replaces_extends_shortens_or_reorders_the_default(String text, String expected) {
    assertThat(AlgorithmSpec.parse(text).orElseThrow().apply(DEFAULTS, SUPPORTED, LEGACY))
        .containsExactly(expected.split(","));
    assertThat(AlgorithmSpec.parse(text).orElseThrow()).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"chacha,|chacha", "+old,,|aes-gcm,chacha,old", ",chacha,,aes-ctr|chacha,aes-ctr"})
  void commas_too_many_are_passed_over(String text, String expected) throws Exception {
    assertThat(read("Ciphers " + text)).containsExactly(expected.split(","));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+", "^", ",", "+,", "!a", "+a,!b", "a b", "-a b"})
  void what_is_no_list_of_names_is_refused(String text) {
    assertThat(AlgorithmSpec.parse(text)).isEmpty();
  }

  private static List<String> read(String text) throws ConfigException {
    ConfigLine line = ConfigLine.parse("sshd_config", 3, text).orElseThrow();
    return AlgorithmSpec.read(line, DEFAULTS, SUPPORTED, LEGACY);
  }

  @Test
  void a_name_that_nobody_knows_is_an_error() {
    assertThatThrownBy(() -> read("Ciphers chahca"))
        .hasMessage("sshd_config line 3: Bad Ciphers 'chahca'.");
  }

  /** A slip that would leave what was meant out of the list without a word. */
  @ParameterizedTest
  @ValueSource(strings = {"chahca*", "+des*", "^x*"})
  void a_pattern_that_nothing_matches_is_an_error(String text) {
    assertThatThrownBy(() -> read("Ciphers chacha," + text.replace("+", "")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("sshd_config line 3: Bad Ciphers '");
    assertThatThrownBy(() -> read("Ciphers " + text)).hasMessageContaining("Bad Ciphers '");
  }

  @Test
  void no_MAC_is_enough_where_what_encrypts_authenticates() throws Exception {
    assertThat(read("MACs -*")).isEmpty();
    assertThatThrownBy(() -> read("MACs *-cbc")).hasMessageContaining("no supported algorithm");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ciphers +aes-cbc|aes-gcm,chacha,aes-cbc",
        "Ciphers ^3des-cbc|3des-cbc,aes-gcm,chacha",
        "Ciphers aes-cbc,chacha|aes-cbc,chacha",
      })
  void what_only_old_devices_need_counts_by_its_whole_name(String text, String expected)
      throws Exception {
    assertThat(read(text)).containsExactly(expected.split(","));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ciphers +*",
        "Ciphers *",
        "Ciphers ^*",
        "Ciphers +aes-*",
        "Ciphers aes-?b?,*",
        "Ciphers +aes-cb?,aes-cb*",
        "Ciphers -old",
        "Ciphers chacha"
      })
  void no_pattern_reaches_it(String text) throws Exception {
    assertThat(read(text)).isNotEmpty().doesNotContainAnyElementsOf(LEGACY);
  }

  @Test
  void a_list_that_leaves_nothing_is_an_error() {
    assertThatThrownBy(() -> read("Ciphers *-cbc"))
        .hasMessage("sshd_config line 3: no supported algorithm is left by Ciphers '*-cbc'");
    assertThatThrownBy(() -> read("Ciphers -*"))
        .hasMessageContaining("no supported algorithm is left");
  }
}
