package org.sshlite.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeCharacterTest {
  @ParameterizedTest
  @CsvSource({"~, 126", "^, 94", "^B, 2", "^[, 27", "%, 37", "none, -1"})
  void a_character_a_control_character_or_none(String text, int value) {
    assertThat(EscapeCharacter.parse(text)).contains(new EscapeCharacter(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~~", "^1", "\u20ac"})
  void anything_else_is_refused(String text) {
    assertThat(EscapeCharacter.parse(text)).isEmpty();
  }
}
