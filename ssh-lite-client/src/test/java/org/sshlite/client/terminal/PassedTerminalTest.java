package org.sshlite.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.sshlite.program.system.TerminalLayout;

class PassedTerminalTest {
  @Test
  void flags_and_characters_get_their_opcodes_of_RFC_4254() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment settings = arena.allocate(TerminalLayout.LINUX.size(), Long.BYTES);
      settings.set(ValueLayout.JAVA_INT, 0, 0x100 | 0x4000); // ICRNL IUTF8
      settings.set(ValueLayout.JAVA_INT, 4, 0x4); // ONLCR
      settings.set(ValueLayout.JAVA_INT, 8, 0x30); // CS8
      settings.set(ValueLayout.JAVA_INT, 12, 0x8); // ECHO
      settings.set(ValueLayout.JAVA_BYTE, 17, (byte) 3); // VINTR; VQUIT is disabled

      assertThat(PassedTerminal.modes(TerminalLayout.LINUX, settings).arguments())
          .containsEntry(1, 3L)
          .containsEntry(2, 255L)
          .containsEntry(36, 1L)
          .containsEntry(42, 1L)
          .containsEntry(34, 0L)
          .containsEntry(53, 1L)
          .containsEntry(50, 0L)
          .containsEntry(72, 1L)
          .containsEntry(91, 1L)
          .containsEntry(92, 0L)
          .containsEntry(128, 38400L);
    }
  }

  @Test
  void the_speed_of_a_serial_line_is_told() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment linux = arena.allocate(TerminalLayout.LINUX.size(), Long.BYTES);
      linux.set(ValueLayout.JAVA_INT, 8, 0x30 | 0x1002); // CS8 B115200
      MemorySegment mac = arena.allocate(TerminalLayout.MACOS.size(), Long.BYTES);
      mac.set(ValueLayout.JAVA_LONG, 64, 9600);

      assertThat(PassedTerminal.modes(TerminalLayout.LINUX, linux).arguments())
          .containsEntry(128, 115200L)
          .containsEntry(129, 115200L);
      assertThat(PassedTerminal.modes(TerminalLayout.MACOS, mac).arguments())
          .containsEntry(129, 9600L);
    }
  }

  @Test
  void what_is_no_terminal_has_neither_size_nor_modes() {
    PassedTerminal none = new PassedTerminal(-1);

    assertThat(none.size()).isEqualTo(TerminalSize.UNKNOWN);
    assertThat(none.modes().arguments()).isEmpty();
  }
}
