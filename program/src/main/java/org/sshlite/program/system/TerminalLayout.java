package org.sshlite.program.system;

import java.util.Map;

/**
 * {@code struct termios} of a system, and where in it the modes of RFC 4254 §8 lie.
 *
 * @param size sizeof(struct termios)
 * @param flagWidth bytes of tcflag_t; the four of them (input, output, control, local) come first
 * @param characters offset of c_cc
 * @param disabled _POSIX_VDISABLE: no such special character
 * @param special index in c_cc by opcode
 * @param input bits of c_iflag by opcode, and so on
 * @param speeds constants of cfsetispeed by bits a second; empty where they are the numbers
 */
public record TerminalLayout(
    int size,
    int flagWidth,
    int characters,
    byte disabled,
    Map<Integer, Integer> special,
    Map<Integer, Integer> input,
    Map<Integer, Integer> output,
    Map<Integer, Integer> control,
    Map<Integer, Integer> local,
    Map<Integer, Integer> speeds) {

  public static final TerminalLayout LINUX =
      new TerminalLayout(
          60,
          4,
          17,
          (byte) 0,
          // VINTR VQUIT VERASE VKILL VEOF VEOL VEOL2 VSTART VSTOP VSUSP VREPRINT VWERASE VLNEXT
          // VSWTC VDISCARD
          Map.ofEntries(
              Map.entry(1, 0),
              Map.entry(2, 1),
              Map.entry(3, 2),
              Map.entry(4, 3),
              Map.entry(5, 4),
              Map.entry(6, 11),
              Map.entry(7, 16),
              Map.entry(8, 8),
              Map.entry(9, 9),
              Map.entry(10, 10),
              Map.entry(12, 12),
              Map.entry(13, 14),
              Map.entry(14, 15),
              Map.entry(16, 7),
              Map.entry(18, 13)),
          // IGNPAR PARMRK INPCK ISTRIP INLCR IGNCR ICRNL IUCLC IXON IXANY IXOFF IMAXBEL IUTF8
          Map.ofEntries(
              Map.entry(30, 0x4),
              Map.entry(31, 0x8),
              Map.entry(32, 0x10),
              Map.entry(33, 0x20),
              Map.entry(34, 0x40),
              Map.entry(35, 0x80),
              Map.entry(36, 0x100),
              Map.entry(37, 0x200),
              Map.entry(38, 0x400),
              Map.entry(39, 0x800),
              Map.entry(40, 0x1000),
              Map.entry(41, 0x2000),
              Map.entry(42, 0x4000)),
          // OPOST OLCUC ONLCR OCRNL ONOCR ONLRET
          Map.of(70, 0x1, 71, 0x2, 72, 0x4, 73, 0x8, 74, 0x10, 75, 0x20),
          // CS7 CS8 PARENB PARODD
          Map.of(90, 0x20, 91, 0x30, 92, 0x100, 93, 0x200),
          // ISIG ICANON XCASE ECHO ECHOE ECHOK ECHONL NOFLSH TOSTOP IEXTEN ECHOCTL ECHOKE PENDIN
          Map.ofEntries(
              Map.entry(50, 0x1),
              Map.entry(51, 0x2),
              Map.entry(52, 0x4),
              Map.entry(53, 0x8),
              Map.entry(54, 0x10),
              Map.entry(55, 0x20),
              Map.entry(56, 0x40),
              Map.entry(57, 0x80),
              Map.entry(58, 0x100),
              Map.entry(59, 0x8000),
              Map.entry(60, 0x200),
              Map.entry(61, 0x800),
              Map.entry(62, 0x4000)),
          Map.of(
              1200, 9, 2400, 11, 4800, 12, 9600, 13, 19200, 14, 38400, 15, 57600, 0x1001, 115200,
              0x1002, 230400, 0x1003));

  /** From the headers of the macOS 14 SDK. */
  public static final TerminalLayout MACOS =
      new TerminalLayout(
          72,
          8,
          32,
          (byte) 0xff,
          Map.ofEntries(
              Map.entry(1, 8),
              Map.entry(2, 9),
              Map.entry(3, 3),
              Map.entry(4, 5),
              Map.entry(5, 0),
              Map.entry(6, 1),
              Map.entry(7, 2),
              Map.entry(8, 12),
              Map.entry(9, 13),
              Map.entry(10, 10),
              Map.entry(11, 11),
              Map.entry(12, 6),
              Map.entry(13, 4),
              Map.entry(14, 14),
              Map.entry(17, 18),
              Map.entry(18, 15)),
          Map.ofEntries(
              Map.entry(30, 0x4),
              Map.entry(31, 0x8),
              Map.entry(32, 0x10),
              Map.entry(33, 0x20),
              Map.entry(34, 0x40),
              Map.entry(35, 0x80),
              Map.entry(36, 0x100),
              Map.entry(38, 0x200),
              Map.entry(39, 0x800),
              Map.entry(40, 0x400),
              Map.entry(41, 0x2000),
              Map.entry(42, 0x4000)),
          Map.of(70, 0x1, 72, 0x2, 73, 0x10, 74, 0x20, 75, 0x40),
          Map.of(90, 0x200, 91, 0x300, 92, 0x1000, 93, 0x2000),
          Map.ofEntries(
              Map.entry(50, 0x80),
              Map.entry(51, 0x100),
              Map.entry(53, 0x8),
              Map.entry(54, 0x2),
              Map.entry(55, 0x4),
              Map.entry(56, 0x10),
              Map.entry(57, 0x8000_0000),
              Map.entry(58, 0x40_0000),
              Map.entry(59, 0x400),
              Map.entry(60, 0x40),
              Map.entry(61, 0x1),
              Map.entry(62, 0x2000_0000)),
          Map.of());
}
