package org.sshlite.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key that quits, as {@code stty -g} of several systems tells it. */
class QuitKeyTest {
  @ParameterizedTest
  @CsvSource({
    "4500:5:bf:8a3b:3:1c:7f:15:4:0:1:0:11:13:1a:0:12:f:17:16:0:0, 28", // GNU
    "4500:5:bf:8a3b:3:0:7f:15:4:0:1:0:11:13:1a:0:12:f:17:16:0:0, -2",
    "gfmt1:cflag=4b00:iflag=6b02:intr=3:kill=15:quit=1c:reprint=12:speed=9600, 28", // macOS
    "gfmt1:cflag=4b00:iflag=6b02:intr=3:kill=15:quit=ff:reprint=12:speed=9600, -2",
    "something else, -2",
    "1:2:3:4:5:quit, -2"
  })
  void it_is_found_if_there_is_one(String saved, int key) {
    assertThat(ControllingTerminal.quitKey(saved)).isEqualTo(key);
  }
}
