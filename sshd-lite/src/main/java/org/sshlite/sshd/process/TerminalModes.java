package org.sshlite.sshd.process;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.TerminalLayout;

/** Puts the encoded terminal modes of RFC 4254 §8 into {@code struct termios}. */
final class TerminalModes {
  private static final int INPUT_SPEED = 128;
  private static final int OUTPUT_SPEED = 129;
  // RFC 4254 §8: this value stands for a character that is not there
  private static final int NO_CHARACTER = 255;

  private TerminalModes() {}

  /** Sets one mode; one that the system does not have is left out. */
  static void set(TerminalLayout layout, MemorySegment settings, int opcode, long value) {
    Integer index = layout.special().get(opcode);
    if (index != null) {
      byte character = value == NO_CHARACTER ? layout.disabled() : (byte) value;
      settings.set(ValueLayout.JAVA_BYTE, layout.characters() + index, character);
    } else if (opcode == INPUT_SPEED || opcode == OUTPUT_SPEED) {
      setSpeed(layout, settings, opcode, value);
    } else {
      setFlag(layout, settings, opcode, value != 0);
    }
  }

  private static void setFlag(
      TerminalLayout layout, MemorySegment settings, int opcode, boolean on) {
    List<Map<Integer, Integer>> fields =
        List.of(layout.input(), layout.output(), layout.control(), layout.local());
    for (int field = 0; field < fields.size(); field++) {
      Integer bits = fields.get(field).get(opcode);
      if (bits != null) {
        // both systems are little-endian, and no bit lies above the first 32
        long at = (long) field * layout.flagWidth();
        int old = settings.get(ValueLayout.JAVA_INT, at);
        settings.set(ValueLayout.JAVA_INT, at, on ? old | bits : old & ~bits);
      }
    }
  }

  private static void setSpeed(
      TerminalLayout layout, MemorySegment settings, int opcode, long value) {
    int speed = (int) Math.min(value, Integer.MAX_VALUE);
    Integer constant =
        layout.speeds().isEmpty() ? Integer.valueOf(speed) : layout.speeds().get(speed);
    if (constant != null) {
      String function = opcode == INPUT_SPEED ? "cfsetispeed" : "cfsetospeed";
      Libc.call(function, settings.address(), constant);
    }
  }
}
