package org.sshlite.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.MalformedException;

class PublicKeyLineTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

  @Test
  void a_bare_key_has_neither_options_nor_comment() throws Exception {
    PublicKeyLine line = PublicKeyLine.parse(KEY);
    assertThat(line.options()).isEmpty();
    assertThat(line.comment()).isEmpty();
    assertThat(line.key().type()).isEqualTo("ssh-ed25519");
    assertThat(line).hasToString(KEY);
  }

  @Test
  void the_comment_is_the_rest_of_the_line() throws Exception {
    PublicKeyLine line = PublicKeyLine.parse("  " + KEY + "\t alice @ home\r");
    assertThat(line.comment()).isEqualTo("alice @ home");
  }

  @Test
  void options_may_hold_blanks_and_quotes_inside_quotes() throws Exception {
    String options = "restrict,command=\"echo \\\"a b\\\", x\",from=\"10.0.0.0/8,!10.1.*\"";
    PublicKeyLine line = PublicKeyLine.parse(options + " " + KEY + " c");
    assertThat(line.options()).isEqualTo(options);
    assertThat(line.optionList())
        .containsExactly(
            new KeyOption("restrict", Optional.empty()),
            new KeyOption("command", Optional.of("echo \"a b\", x")),
            new KeyOption("from", Optional.of("10.0.0.0/8,!10.1.*")));
    assertThat(line).hasToString(options + " " + KEY + " c");
  }

  @Test
  void option_names_are_read_without_regard_to_case() throws Exception {
    assertThat(KeyOption.parseList("Command=\"X\",No-PTY"))
        .containsExactly(
            new KeyOption("command", Optional.of("X")), new KeyOption("no-pty", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {",", "a,", "a,,b", "a=b", "a=", "a=\"b", "a=\"b\"c", "=\"b\"", "a b", "a=\"\\\""})
  void a_malformed_option_list_is_refused(String options) {
    assertThatThrownBy(() -> KeyOption.parseList(options)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 !!!!",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
        "restrict",
        "command=\"x ssh-ed25519 AAAA",
        "restrict ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv",
      })
  void a_line_without_a_whole_key_is_refused(String line) {
    assertThatThrownBy(() -> PublicKeyLine.parse(line)).isInstanceOf(MalformedException.class);
  }

  @Test
  void a_key_of_a_type_not_known_is_named() {
    assertThatThrownBy(() -> PublicKeyLine.parse("restrict ssh-foo AAAAB3NzaC1mb28= me"))
        .hasMessage("public key: type: \"ssh-foo\" is not supported");
  }

  @Test
  void blank_lines_and_comments_hold_no_key() {
    assertThat(PublicKeyLine.holdsKey(" \t")).isFalse();
    assertThat(PublicKeyLine.holdsKey("  # " + KEY)).isFalse();
    assertThat(PublicKeyLine.holdsKey(KEY)).isTrue();
  }

  @Test
  void fingerprints_are_printed_as_OpenSSH_prints_them() throws Exception {
    PublicKey key = PublicKeyLine.parse(KEY).key();
    assertThat(key.fingerprint()).isEqualTo("SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8");
    assertThat(Fingerprint.md5(key.blob()))
        .isEqualTo("MD5:cf:07:be:9d:68:ae:65:54:6d:a0:93:c3:6f:bd:0d:82");
  }
}
