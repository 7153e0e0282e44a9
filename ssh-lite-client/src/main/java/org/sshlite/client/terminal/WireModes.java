package org.sshlite.client.terminal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.ControlFlag;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.sshlite.protocol.message.TerminalModes;

/** Terminal attributes as the opcodes of RFC 4254 §8 and RFC 8160. */
final class WireModes {
  static final int TTY_OP_ISPEED = 128;
  static final int TTY_OP_OSPEED = 129;

  /** Bits a second of every pseudo-terminal, and of what has a speed that we do not know. */
  static final long SPEED = 38400;

  /** "255 if not", RFC 4254 §8: the character is disabled. */
  static final long DISABLED = 255;

  private final Map<Integer, Long> modes = new LinkedHashMap<>();
  private final Attributes attributes;

  private WireModes(Attributes attributes) {
    this.attributes = attributes;
  }

  /**
   * @param speed bits a second, which JLine does not tell
   */
  static TerminalModes of(Attributes attributes, long speed) {
    WireModes modes = new WireModes(attributes);
    modes.addCharacters();
    modes.addInput();
    modes.addLocal();
    modes.addOutputAndControl();
    modes.modes.put(TTY_OP_ISPEED, speed);
    modes.modes.put(TTY_OP_OSPEED, speed);
    return new TerminalModes(modes.modes);
  }

  private void addCharacters() {
    add(1, ControlChar.VINTR);
    add(2, ControlChar.VQUIT);
    add(3, ControlChar.VERASE);
    add(4, ControlChar.VKILL);
    add(5, ControlChar.VEOF);
    add(6, ControlChar.VEOL);
    add(7, ControlChar.VEOL2);
    add(8, ControlChar.VSTART);
    add(9, ControlChar.VSTOP);
    add(10, ControlChar.VSUSP);
    add(11, ControlChar.VDSUSP);
    add(12, ControlChar.VREPRINT);
    add(13, ControlChar.VWERASE);
    add(14, ControlChar.VLNEXT);
    add(16, ControlChar.VSWTC);
    add(17, ControlChar.VSTATUS);
    add(18, ControlChar.VDISCARD);
  }

  private void addInput() {
    add(30, InputFlag.IGNPAR);
    add(31, InputFlag.PARMRK);
    add(32, InputFlag.INPCK);
    add(33, InputFlag.ISTRIP);
    add(34, InputFlag.INLCR);
    add(35, InputFlag.IGNCR);
    add(36, InputFlag.ICRNL);
    add(37, InputFlag.IUCLC);
    add(38, InputFlag.IXON);
    add(39, InputFlag.IXANY);
    add(40, InputFlag.IXOFF);
    add(41, InputFlag.IMAXBEL);
    add(42, InputFlag.IUTF8);
  }

  private void addLocal() {
    add(50, LocalFlag.ISIG);
    add(51, LocalFlag.ICANON);
    add(52, LocalFlag.XCASE);
    add(53, LocalFlag.ECHO);
    add(54, LocalFlag.ECHOE);
    add(55, LocalFlag.ECHOK);
    add(56, LocalFlag.ECHONL);
    add(57, LocalFlag.NOFLSH);
    add(58, LocalFlag.TOSTOP);
    add(59, LocalFlag.IEXTEN);
    add(60, LocalFlag.ECHOCTL);
    add(61, LocalFlag.ECHOKE);
    add(62, LocalFlag.PENDIN);
  }

  private void addOutputAndControl() {
    add(70, attributes.getOutputFlag(OutputFlag.OPOST));
    add(71, attributes.getOutputFlag(OutputFlag.OLCUC));
    add(72, attributes.getOutputFlag(OutputFlag.ONLCR));
    add(73, attributes.getOutputFlag(OutputFlag.OCRNL));
    add(74, attributes.getOutputFlag(OutputFlag.ONOCR));
    add(75, attributes.getOutputFlag(OutputFlag.ONLRET));
    boolean eight = attributes.getControlFlag(ControlFlag.CS8);
    // the bits of CS8 include those of CS7, so both may be set here
    add(90, attributes.getControlFlag(ControlFlag.CS7) && !eight);
    add(91, eight);
    add(92, attributes.getControlFlag(ControlFlag.PARENB));
    add(93, attributes.getControlFlag(ControlFlag.PARODD));
  }

  private void add(int opcode, boolean on) {
    modes.put(opcode, on ? 1L : 0L);
  }

  private void add(int opcode, InputFlag flag) {
    add(opcode, attributes.getInputFlag(flag));
  }

  private void add(int opcode, LocalFlag flag) {
    add(opcode, attributes.getLocalFlag(flag));
  }

  private void add(int opcode, ControlChar name) {
    Integer value = attributes.getControlChars().get(name);
    if (value != null) {
      // 0 is how Linux stores a disabled one (_POSIX_VDISABLE)
      modes.put(opcode, value <= 0 ? DISABLED : value & 0xff);
    }
  }
}
