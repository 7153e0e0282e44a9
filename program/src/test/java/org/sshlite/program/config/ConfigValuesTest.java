package org.sshlite.program.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigValuesTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "90,90",
    "90s,90",
    "90m,5400",
    "1h30m,5400",
    "1H30,3630",
    "2d,172800",
    "1w,604800",
    "1m30s,90",
    "1.9,1",
    "2147483647,2147483647"
  })
  void times_are_read_as_sshd_config_writes_them(String text, long seconds) {
    assertThat(TimeSpan.parse(text)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "1x",
        "m",
        "1h m",
        " 1",
        "1.5m",
        "1.",
        "2147483648",
        "99999999999999999999",
        "1s2s",
        "1e3",
        "none"
      })
  void what_is_no_time_is_refused(String text) {
    assertThat(TimeSpan.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"16,16", "1K,1024", "1k,1024", "512B,512", "1.5M,1572864", "1G,1073741824", "0,0"})
  void sizes_are_read_with_their_units(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(OptionalLong.of(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "K", "-1", "1KB", "1 K", "9E9", "16E", "1.2.3", "0x10"})
  void what_is_no_size_is_refused(String text) {
    assertThat(ByteSize.parse(text)).isEmpty();
  }

  @Test
  void log_levels_have_the_names_of_OpenSSH() {
    assertThat(LogLevel.byName("debug")).contains(LogLevel.DEBUG1);
    assertThat(LogLevel.byName("Verbose")).contains(LogLevel.VERBOSE);
    assertThat(LogLevel.byName("loud")).isEmpty();
    assertThat(LogLevel.INFO.more().more()).isEqualTo(LogLevel.DEBUG2);
    assertThat(LogLevel.DEBUG3.more()).isEqualTo(LogLevel.DEBUG3);
  }
}
