package org.sshlite.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as ssh writes them: fmt_scaled and fmt_timeframe of OpenSSH. */
class ConnectionReportTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1023, 1023B",
    "1024, 1.0KB",
    "4300, 4.2KB",
    "102300, 99.9KB",
    "102400, 100KB",
    "2097152, 2.0MB",
    "9223372036854775807, 8.0EB"
  })
  void bytes_have_three_digits_at_most(long bytes, String text) {
    assertThat(ConnectionReport.scaled(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 00:00:00",
    "PT1H2M3S, 01:02:03",
    "PT23H59M59S, 23:59:59",
    "PT24H, 1d00h00m",
    "PT167H59M, 6d23h59m",
    "PT168H, 01w0d00h"
  })
  void times_are_in_the_units_that_fit(Duration time, String text) {
    assertThat(ConnectionReport.span(time)).isEqualTo(text);
  }
}
