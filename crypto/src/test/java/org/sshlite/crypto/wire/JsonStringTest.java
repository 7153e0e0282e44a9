package org.sshlite.crypto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonStringTest {
  private static final String TEXT = "a\"b\\c\n\r\t\u001b[1m\u007f\u00fc\ud800\u2028";

  @Test
  void what_would_end_a_string_or_move_a_cursor_is_escaped() {
    StringBuilder out = new StringBuilder();
    JsonString.ascii(TEXT, out);
    assertThat(out).hasToString("\"a\\\"b\\\\c\\n\\r\\t\\u001b[1m\\u007f\\u00fc\\ud800\\u2028\"");
  }

  @Test
  void letters_of_all_kinds_may_stay() {
    StringBuilder out = new StringBuilder();
    JsonString.unicode(TEXT, out);
    assertThat(out).hasToString("\"a\\\"b\\\\c\\n\\r\\t\\u001b[1m\\u007f\u00fc\ud800\u2028\"");
  }
}
