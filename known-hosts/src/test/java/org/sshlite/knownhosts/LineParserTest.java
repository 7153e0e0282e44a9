package org.sshlite.knownhosts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {
  private static final String KEY = "ssh-ed25519 AAAA";

  @Test
  void names_and_key_are_taken_apart_at_blanks() {
    assertThat(LineParser.parse(7, "a,b \t " + KEY + " of a\tb"))
        .isEqualTo(
            new Line.Entry(7, "a,b \t " + KEY + " of a\tb", Marker.NONE, "a,b", KEY + " of a\tb"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\t", "# a " + KEY, "  #x", "\0a " + KEY})
  void blank_lines_and_comments_are_no_entries(String text) {
    assertThat(LineParser.parse(1, text)).isEqualTo(new Line.Comment(1, text));
  }

  @ParameterizedTest
  @CsvSource({
    "@cert-authority * ssh-rsa AAAA, CERT_AUTHORITY",
    "@revoked * ssh-rsa AAAA, REVOKED",
    "  @revoked    * ssh-rsa AAAA, REVOKED"
  })
  void a_marker_says_what_the_key_is_for(String text, Marker marker) {
    assertThat(LineParser.parse(1, text))
        .isInstanceOfSatisfying(
            Line.Entry.class,
            entry -> {
              assertThat(entry.marker()).isEqualTo(marker);
              assertThat(entry.names()).isEqualTo("*");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "a, no key after the host names",
    "a #, no key after the host names",
    "a ssh-ed25519, no key after the key type",
    "a ssh-ed25519 # AAAA, no key after the key type",
    "a ssh-foo AAAA, unknown key type",
    "a 2048 35 1234567, unknown key type",
    "@trusted a ssh-ed25519 AAAA, unknown marker",
    "@revoked, nothing follows the marker",
    "@revoked @cert-authority a ssh-ed25519 AAAA, more than one marker",
    "|1|AAAA|BBBB ssh-ed25519 AAAA, the hashed host name is malformed",
    "|2|x ssh-ed25519 AAAA, the hashed host name is malformed"
  })
  void a_broken_line_says_what_is_wrong(String text, String problem) {
    assertThat(LineParser.parse(3, text)).isEqualTo(new Line.Broken(3, text, problem));
  }
}
