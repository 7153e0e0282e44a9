package org.sshlite.client.terminal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.TreeMap;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.TerminalLayout;
import org.sshlite.protocol.message.TerminalModes;

/**
 * The terminal of another process, which has passed its open file: it is looked at, never changed.
 *
 * @param descriptor of the file
 */
public record PassedTerminal(int descriptor) {
  private static final boolean MAC = System.getProperty("os.name").startsWith("Mac");
  static final TerminalLayout LAYOUT = MAC ? TerminalLayout.MACOS : TerminalLayout.LINUX;

  /** CBAUD of Linux's termbits.h: the bits of c_cflag that are the speed. */
  private static final int SPEED_BITS = 0x100f;

  /** TIOCGWINSZ of sys/ioctl.h. */
  private static final long GET_SIZE = MAC ? 0x40087468L : 0x5413L;

  /** Its size; unknown where it is no terminal. */
  public TerminalSize size() {
    try (Arena arena = Arena.ofConfined()) {
      // struct winsize: rows, columns, width and height in pixels
      MemorySegment size = arena.allocate(4 * Short.BYTES, Short.BYTES);
      if (Libc.variadic("ioctl", descriptor, GET_SIZE, size.address()).asInt() == -1) {
        return TerminalSize.UNKNOWN;
      }
      return new TerminalSize(number(size, 1), number(size, 0), number(size, 2), number(size, 3));
    }
  }

  private static int number(MemorySegment size, int index) {
    return Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, index));
  }

  /** Its modes, RFC 4254 §8; none where it is no terminal. */
  public TerminalModes modes() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment settings = arena.allocate(LAYOUT.size(), Long.BYTES);
      if (Libc.call("tcgetattr", descriptor, settings.address()).failed()) {
        return TerminalModes.NONE;
      }
      return modes(LAYOUT, settings);
    }
  }

  static TerminalModes modes(TerminalLayout layout, MemorySegment settings) {
    Map<Integer, Long> modes = new TreeMap<>();
    layout
        .special()
        .forEach(
            (opcode, index) -> {
              byte value = settings.get(ValueLayout.JAVA_BYTE, layout.characters() + (long) index);
              modes.put(
                  opcode,
                  value == layout.disabled() ? WireModes.DISABLED : Byte.toUnsignedLong(value));
            });
    addFlags(modes, layout, settings, 0, layout.input());
    addFlags(modes, layout, settings, 1, layout.output());
    addFlags(modes, layout, settings, 2, layout.control());
    addFlags(modes, layout, settings, 3, layout.local());
    long speed = speed(layout, settings);
    modes.put(WireModes.TTY_OP_ISPEED, speed);
    modes.put(WireModes.TTY_OP_OSPEED, speed);
    return new TerminalModes(modes);
  }

  /** Bits a second of its output. */
  long speed() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment settings = arena.allocate(LAYOUT.size(), Long.BYTES);
      return Libc.call("tcgetattr", descriptor, settings.address()).failed()
          ? WireModes.SPEED
          : speed(LAYOUT, settings);
    }
  }

  private static long speed(TerminalLayout layout, MemorySegment settings) {
    if (layout.speeds().isEmpty()) { // c_ospeed, the number itself, comes last
      return settings.get(ValueLayout.JAVA_LONG, layout.size() - (long) Long.BYTES);
    }
    int bits = settings.get(ValueLayout.JAVA_INT, 2L * layout.flagWidth()) & SPEED_BITS;
    return layout.speeds().entrySet().stream()
        .filter(speed -> speed.getValue() == bits)
        .mapToLong(Map.Entry::getKey)
        .findFirst()
        .orElse(WireModes.SPEED);
  }

  private static void addFlags(
      Map<Integer, Long> modes,
      TerminalLayout layout,
      MemorySegment settings,
      int which,
      Map<Integer, Integer> bits) {
    // little endian on every system we know: the low half is where it is
    int flags = settings.get(ValueLayout.JAVA_INT, (long) which * layout.flagWidth());
    bits.forEach((opcode, mask) -> modes.put(opcode, (flags & mask) == mask ? 1L : 0L));
  }
}
