package org.sshlite.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RemarksTest {
  private final ScriptedDialog dialog = new ScriptedDialog();
  private final Remarks remarks = new Remarks(dialog);

  @Test
  void a_server_makes_64_remarks_to_those_who_want_details_and_no_more() {
    for (int i = 1; i <= 64; i++) {
      remarks.tell("remark " + i);
    }
    assertThat(dialog.details).hasSize(64).last().isEqualTo("Remote: remark 64");
    for (int i = 0; i < 1000; i++) {
      remarks.tell("one more");
    }
    assertThat(dialog.details)
        .hasSize(65)
        .last()
        .isEqualTo("The server has more to remark, which is not told");
    assertThat(dialog.told).isEmpty();
  }

  @Test
  void a_remark_is_one_line_of_900_characters_and_moves_no_cursor() {
    remarks.tell("x".repeat(900));
    remarks.tell("x".repeat(901));
    remarks.tell("\u001b[2JPassword:\r\nnext");
    assertThat(dialog.details.get(0)).isEqualTo("Remote: " + "x".repeat(900));
    assertThat(dialog.details.get(1)).isEqualTo(dialog.details.get(0));
    assertThat(dialog.details.get(2)).hasLineCount(1).doesNotContain("\u001b", "\r");
  }
}
