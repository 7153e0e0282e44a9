package org.sshlite.mitm.wire;

import java.util.Arrays;
import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.protocol.message.TransportMessage;

/**
 * A line or a packet as it stands on the wire.
 *
 * @param index how many units went this way in this phase before
 * @param bytes with everything: length, padding, tag
 */
public record Unit(Direction direction, Phase phase, int index, byte[] bytes) {
  /** Bytes before the payload of a packet in the clear. */
  private static final int HEAD = 5;

  public boolean isSealed() {
    return phase == Phase.AUTHENTICATION || phase == Phase.CONNECTION;
  }

  /** The message number of a packet in the clear, else −1. */
  public int number() {
    return phase == Phase.KEY_EXCHANGE && bytes.length > HEAD ? bytes[HEAD] & 0xff : -1;
  }

  public boolean is(Direction way, int number) {
    return direction == way && number() == number;
  }

  /** The payload of a packet in the clear. */
  public byte[] payload() {
    return Arrays.copyOfRange(bytes, HEAD, bytes.length - (bytes[HEAD - 1] & 0xff));
  }

  /** The message in a packet in the clear, if it is of that type and well-formed. */
  public <T extends TransportMessage> Optional<T> message(Class<T> type) {
    if (number() < 0) {
      return Optional.empty();
    }
    byte[] payload = payload();
    SshReader in = new SshReader("packet", payload, 1, payload.length - 1);
    try {
      return TransportMessage.read(number(), in).filter(type::isInstance).map(type::cast);
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }
}
