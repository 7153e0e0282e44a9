package org.sshlite.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.ControlFlag;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.junit.jupiter.api.Test;

class WireModesTest {
  private final Attributes attributes = new Attributes();

  @Test
  void flags_and_characters_get_their_opcodes_of_RFC_4254() {
    attributes.setControlChar(ControlChar.VINTR, 3);
    attributes.setControlChar(ControlChar.VERASE, 127);
    attributes.setInputFlag(InputFlag.ICRNL, true);
    attributes.setInputFlag(InputFlag.IUTF8, true);
    attributes.setLocalFlag(LocalFlag.ECHO, true);
    attributes.setOutputFlag(OutputFlag.ONLCR, true);
    attributes.setControlFlag(ControlFlag.CS8, true);
    assertThat(WireModes.of(attributes, 9600).arguments())
        .containsEntry(1, 3L)
        .containsEntry(3, 127L)
        .containsEntry(36, 1L)
        .containsEntry(42, 1L)
        .containsEntry(53, 1L)
        .containsEntry(72, 1L)
        .containsEntry(91, 1L)
        .containsEntry(34, 0L)
        .containsEntry(50, 0L)
        .containsEntry(128, 9600L)
        .containsEntry(129, 9600L);
  }

  @Test
  void a_disabled_character_is_255_and_an_unknown_one_is_left_out() {
    attributes.setControlChar(ControlChar.VEOL, 0);
    attributes.setControlChar(ControlChar.VEOL2, -1);
    assertThat(WireModes.of(attributes, 9600).arguments())
        .containsEntry(6, 255L)
        .containsEntry(7, 255L)
        .doesNotContainKey(11);
  }

  @Test
  void raw_mode_leaves_no_byte_a_meaning() {
    attributes.setLocalFlag(LocalFlag.ISIG, true);
    attributes.setLocalFlag(LocalFlag.ICANON, true);
    attributes.setLocalFlag(LocalFlag.ECHO, true);
    attributes.setInputFlag(InputFlag.IXON, true);
    attributes.setInputFlag(InputFlag.ICRNL, true);
    attributes.setOutputFlag(OutputFlag.OPOST, true);
    Attributes raw = SystemTerminal.raw(attributes);
    assertThat(raw.getLocalFlags()).isEmpty();
    assertThat(raw.getInputFlags()).containsOnly(InputFlag.IGNPAR);
    assertThat(raw.getOutputFlag(OutputFlag.OPOST)).isFalse();
    assertThat(raw.getControlChar(ControlChar.VMIN)).isEqualTo(1);
    assertThat(attributes.getLocalFlag(LocalFlag.ECHO)).isTrue();
  }
}
