package org.sshlite.tools.keygen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.program.command.ToolException;

class ValidityTest {
  private static final long NOW = 1_700_000_000; // 20 seconds past a minute
  private static final ZoneId ZONE = ZoneOffset.UTC;

  private static Validity parse(String text) throws ToolException {
    return Validity.parse(text, NOW, ZONE);
  }

  @ParameterizedTest
  @CsvSource({
    "always:forever, 0, -1",
    "always:+1h, 0, 1700003600",
    "-1d:+52w1d, 1699913600, 1731536000",
    "+0:+1, 1700000000, 1700000001",
    "20231114221320:20231114221321, 1700000000, 1700000001",
    "20231114Z:20231115, 1699920000, 1700006400",
    "0x0:0x10, 0, 16",
    "0x0:0xffffffffffffffff, 0, -1",
    "0xfffffffffffffffe:forever, -2, -1",
    "-1700000000:forever, 0, -1"
  })
  void an_interval_has_two_ends(String text, long after, long before) throws Exception {
    assertThat(parse(text)).isEqualTo(new Validity(after, before));
  }

  @Test
  void a_life_begins_at_the_last_full_minute_but_one() throws Exception {
    assertThat(parse("+1h")).isEqualTo(new Validity(1_699_999_920, NOW + 3600));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+ | Invalid relative certificate life +",
        "+x | Invalid relative certificate life +x",
        "-1h | Invalid certificate life specification -1h",
        "20240101 | Invalid certificate life specification 20240101",
        "always: | Invalid certificate life specification always:",
        ":forever | Invalid certificate life specification :forever",
        "forever:always | Invalid from time \"forever\"",
        "always:always | Invalid to time \"always\"",
        "always:20241301 | Invalid to time \"20241301\"",
        "+x:forever | Invalid relative certificate time +x",
        "-1700000001:forever | Certificate time -1700000001 cannot be represented",
        "0x:forever | Invalid certificate time: not a number",
        "0x1g:forever | Invalid certificate time: not a number",
        "0x11111111111111111:forever | Invalid certificate time: not a number",
        "+1:+1 | Empty certificate validity interval",
        "forever:forever | Invalid from time \"forever\"",
        "0xffffffffffffffff:forever | Empty certificate validity interval"
      })
  void anything_else_is_refused(String text, String message) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(ToolException.class).hasMessage(message);
  }

  @Test
  void no_V_means_for_ever() {
    assertThat(Validity.FOREVER).isEqualTo(new Validity(0, CertificateFields.FOREVER));
  }
}
