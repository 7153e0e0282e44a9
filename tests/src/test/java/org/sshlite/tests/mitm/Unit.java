package org.sshlite.tests.mitm;

import java.util.Arrays;
import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.protocol.message.TransportMessage;

/**
 * What is passed on, or not, as one piece: the identification string, a packet, or, where the
 * lengths of packets are encrypted too, the bytes that arrived together.
 *
 * @param kind what it is
 * @param index how many of its kind went the same way before it
 * @param bytes as on the wire
 */
record Unit(Direction direction, Kind kind, int index, byte[] bytes) {
  enum Kind {
    IDENTIFICATION,
    /** A packet before NEWKEYS, NEWKEYS included: readable for everyone. */
    PLAIN,
    /** After NEWKEYS. */
    SEALED
  }

  /** The message number of a plain packet; −1 for everything else. */
  int number() {
    return kind == Kind.PLAIN ? bytes[5] & 0xff : -1;
  }

  /** The message of a plain packet. */
  Optional<TransportMessage> message() {
    if (kind != Kind.PLAIN) {
      return Optional.empty();
    }
    int payload = bytes.length - 5 - bytes[4];
    SshReader in = new SshReader("packet", bytes, 6, payload - 1);
    try {
      return TransportMessage.read(number(), in);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    return direction + " " + kind + " " + index + " " + Arrays.toString(bytes);
  }
}
