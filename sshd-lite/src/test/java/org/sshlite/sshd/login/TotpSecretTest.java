package org.sshlite.sshd.login;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.SecretBytes;

class TotpSecretTest {
  /** "12345678901234567890", the secret of RFC 6238 appendix B. */
  private static final TotpSecret SECRET =
      TotpSecret.parse("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").orElseThrow();

  private static SecretBytes code(String digits) {
    return new SecretBytes(digits.getBytes(US_ASCII));
  }

  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void the_codes_are_those_of_the_RFC(long seconds, String digits) {
    assertThat(SECRET.code(seconds / 30)).asString(US_ASCII).isEqualTo(digits);
    assertThat(SECRET.stepOf(code(digits), seconds)).isEqualTo(OptionalLong.of(seconds / 30));
  }

  @Test
  void a_code_is_good_one_step_early_and_one_late_and_no_more() {
    for (int late = -1; late <= 1; late++) {
      assertThat(SECRET.stepOf(code("050471"), 1111111111 + 30L * late)).isPresent();
    }
    assertThat(SECRET.stepOf(code("050471"), 1111111111 + 60)).isEmpty();
    assertThat(SECRET.stepOf(code("050471"), 1111111111 - 60)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "05047", "0050471", "50471", " 050471", "050472", "٠٥٠٤٧١"})
  void what_is_not_the_code_is_not_taken(String text) {
    assertThat(SECRET.stepOf(new SecretBytes(text.getBytes()), 1111111111)).isEmpty();
  }

  @Test
  void base32_is_read_as_it_is_written_and_as_apps_show_it() {
    TotpSecret made = TotpSecret.random(new SecureRandom());

    assertThat(made.base32()).hasSize(32);
    assertThat(TotpSecret.parse(made.base32()).orElseThrow().code(7)).isEqualTo(made.code(7));
    assertThat(SECRET.base32()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(TotpSecret.parse("gezdgnbvgy3tqojqge======").orElseThrow().base32())
        .startsWith("GEZDGNBVGY3TQOJQ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GEZDGNBV", "GEZDGNBVGY3TQOJ1", "GEZDGNBVGY3TQOJQ GEZDGNBV"})
  void what_is_no_secret_is_not_taken(String text) {
    assertThat(TotpSecret.parse(text)).isEmpty();
  }

  @Test
  void a_secret_that_is_longer_than_any_is_not_taken() {
    assertThat(TotpSecret.parse("A".repeat(200))).isEmpty();
  }

  @Test
  void nothing_of_it_is_printed() {
    assertThat(SECRET).hasToString("TotpSecret");
  }
}
