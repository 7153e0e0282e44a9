package org.sshlite.crypto.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4251 §5, and what OpenSSH makes of lists that it does not allow. */
class NameListTest {
  @Test
  void names_come_in_their_order() {
    assertThat(NameList.parse("b,a").names()).containsExactly("b", "a");
    assertThat(NameList.parse("").names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a,b,|a b", "a,b,,|a b", "a,,b|a", ",a|''", ",|''", ",,,|''"})
  void a_list_ends_at_its_first_empty_name(String text, String names) {
    List<String> expected = names.isEmpty() ? List.of() : List.of(names.split(" "));
    assertThat(NameList.parse(text).names()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a b", "a,\u0007", "\u00e4", "a, b"})
  void a_name_that_is_not_printable_ASCII_is_refused(String text) {
    assertThatThrownBy(() -> NameList.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
