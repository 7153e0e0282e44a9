package org.sshlite.protocol.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * Encoded terminal modes, RFC 4254 §8 and RFC 8160.
 *
 * @param arguments uint32 by opcode (1 to 159), in the order they came; of an opcode that came
 *     twice the last argument counts
 */
public record TerminalModes(Map<Integer, Long> arguments) {
  public static final TerminalModes NONE = new TerminalModes(Map.of());

  private static final int TTY_OP_END = 0;

  /** Opcodes from here on have no defined argument: parsing stops, RFC 4254 §8. */
  private static final int FIRST_UNDEFINED = 160;

  /**
   * @throws IllegalArgumentException for an opcode outside 1 to 159
   */
  public TerminalModes {
    for (int opcode : arguments.keySet()) {
      if (opcode <= TTY_OP_END || opcode >= FIRST_UNDEFINED) {
        throw new IllegalArgumentException("opcode " + opcode);
      }
    }
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** A missing TTY_OP_END, and anything after one, is let pass: OpenSSH does. */
  static TerminalModes decode(byte[] encoded) throws MalformedException {
    SshReader in = new SshReader("encoded terminal modes", encoded);
    Map<Integer, Long> arguments = new LinkedHashMap<>();
    while (in.remaining() > 0) {
      int opcode = in.uint8("opcode");
      if (opcode == TTY_OP_END || opcode >= FIRST_UNDEFINED) {
        break;
      }
      arguments.put(opcode, in.uint32("argument"));
    }
    return new TerminalModes(arguments);
  }

  byte[] encode() {
    SshWriter out = new SshWriter();
    arguments.forEach((opcode, argument) -> out.uint8(opcode).uint32(argument));
    return out.uint8(TTY_OP_END).toByteArray();
  }
}
