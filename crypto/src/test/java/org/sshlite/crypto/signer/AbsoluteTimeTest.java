package org.sshlite.crypto.signer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AbsoluteTimeTest {
  private static final ZoneId ZONE = ZoneOffset.ofHours(2);

  @ParameterizedTest
  @CsvSource({
    "20240229, 2024-02-28T22:00:00Z",
    "20240229Z, 2024-02-29T00:00:00Z",
    "20240229utc, 2024-02-29T00:00:00Z",
    "202402291530, 2024-02-29T13:30:00Z",
    "20240229153007, 2024-02-29T13:30:07Z",
    "20240229153007z, 2024-02-29T15:30:07Z"
  })
  void days_minutes_and_seconds_are_read_in_local_time_or_UTC(String text, String time) {
    assertThat(AbsoluteTime.parse(text, ZONE)).contains(Instant.parse(time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2024",
        "2024022",
        "202402290",
        "20240230",
        "20241301",
        "202402292400",
        "2024022x",
        "2024-02-29",
        "+2024022",
        "20240229ZZ",
        "19691231Z",
        "٢٠٢٤٠٢٢٩"
      })
  void anything_else_is_no_time(String text) {
    assertThat(AbsoluteTime.parse(text, ZONE)).isEmpty();
  }

  @Test
  void times_are_printed_in_local_time() {
    assertThat(AbsoluteTime.format(0, ZONE)).isEqualTo("1970-01-01T02:00:00");
    assertThat(AbsoluteTime.format(1_709_220_607, ZoneOffset.UTC)).isEqualTo("2024-02-29T15:30:07");
    assertThat(AbsoluteTime.format(253_402_300_800L, ZoneOffset.UTC))
        .isEqualTo("10000-01-01T00:00:00");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 31_556_889_864_403_199L})
  void a_time_beyond_all_calendars_is_told(long seconds) {
    assertThat(AbsoluteTime.format(seconds, ZONE)).isEqualTo("UNKNOWN-TIME");
  }
}
