package org.sshlite.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapesTest {
  private final Escapes escapes = new Escapes('~');

  /** What is sent as it is, commands in angle brackets. */
  private String type(Escapes escapes, String text) {
    byte[] typed = text.getBytes(StandardCharsets.ISO_8859_1);
    StringBuilder result = new StringBuilder();
    for (Escapes.Action action : escapes.typed(typed, 0, typed.length)) {
      switch (action) {
        case Escapes.Action.Send(byte[] data) ->
            result.append(new String(data, StandardCharsets.ISO_8859_1));
        case Escapes.Action.Command(char letter) -> result.append('<').append(letter).append('>');
      }
    }
    return result.toString();
  }

  /** An underscore stands for a carriage return, a plus sign for a newline. */
  @ParameterizedTest
  @CsvSource({
    "~., <.>",
    "ls_~., ls_<.>",
    "ls+~?, ls+<?>",
    "a~., a~.",
    "~~., ~.",
    "~~, ~",
    "~x, ~x",
    "~x~., ~x~.",
    "~~_~~, ~_~",
    "~B~R~#, <B><R><#>",
    "~C~V~v~I~&, <C><V><v><I><&>",
    "__~., __<.>",
    "~, ''",
  })
  void sequences_count_at_the_beginning_of_a_line(String typed, String expected) {
    String bytes = typed.replace('_', '\r').replace('+', '\n');
    assertThat(type(escapes, bytes)).isEqualTo(expected.replace('_', '\r').replace('+', '\n'));
  }

  @Test
  void the_escape_of_a_suspension_is_a_control_character() {
    assertThat(type(escapes, "~\032")).isEqualTo("<\032>");
  }

  @Test
  void a_sequence_may_come_in_pieces() {
    assertThat(type(escapes, "ls\r")).isEqualTo("ls\r");
    assertThat(type(escapes, "~")).isEmpty();
    assertThat(type(escapes, ".")).isEqualTo("<.>");
    assertThat(type(escapes, "~")).isEmpty();
    assertThat(type(escapes, "x")).isEqualTo("~x");
  }

  @Test
  void every_other_byte_goes_through_unchanged() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    // '~' follows '}', so it is not at the beginning of a line
    List<Escapes.Action> actions = escapes.typed(all, 0, all.length);
    assertThat(actions).hasSize(1);
    assertThat(actions.getFirst())
        .isInstanceOfSatisfying(
            Escapes.Action.Send.class, send -> assertThat(send.data()).isEqualTo(all));
  }

  @Test
  void another_character_may_be_chosen_even_a_control_character_or_a_command() {
    assertThat(type(new Escapes(2), "\002.")).isEqualTo("<.>");
    assertThat(type(new Escapes(2), "~.")).isEqualTo("~.");
    assertThat(type(new Escapes('B'), "BB")).isEqualTo("B");
    assertThat(type(new Escapes('B'), "B.")).isEqualTo("<.>");
  }

  @Test
  void the_help_names_the_chosen_character() {
    assertThat(new Escapes(2).help(Escapes.Place.SHARED))
        .contains(" ^B.   - terminate session\r\n")
        .doesNotContain("^BC", "^BV/v", "^B^Z");
    assertThat(escapes.help(Escapes.Place.OWN))
        .startsWith("~?\r\n")
        .contains(
            " ~.   - terminate connection (and any multiplexed sessions)\r\n",
            " ~V/v",
            " ~~   - send")
        .doesNotContain("~C");
    assertThat(escapes.help(Escapes.Place.OWN_WITH_COMMAND_LINE)).contains("\n ~C");
  }
}
