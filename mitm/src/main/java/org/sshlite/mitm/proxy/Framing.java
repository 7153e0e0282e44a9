package org.sshlite.mitm.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.Negotiation;
import org.sshlite.mitm.wire.Phase;
import org.sshlite.mitm.wire.Unit;
import org.sshlite.protocol.message.NewKeys;

/** Cuts what goes one way into units, as far as someone without the keys can. One thread. */
final class Framing {
  /** Sealed packets of one way after which he guesses that the user is authenticated. */
  private static final int AUTHENTICATION_PACKETS = 5;

  private static final int LARGEST_PACKET = 256 * 1024;
  private static final int CHUNK = 32 * 1024;

  private final DataInputStream in;
  private final Direction direction;
  private final Negotiation negotiation;
  private Phase phase = Phase.IDENTIFICATION;
  private int index;

  Framing(InputStream in, Direction direction, Negotiation negotiation) {
    this.in = new DataInputStream(in);
    this.direction = direction;
    this.negotiation = negotiation;
  }

  /** The next unit; empty at the end. */
  Optional<Unit> next() throws IOException {
    try {
      Unit unit = new Unit(direction, phase, index++, read());
      negotiation.follow(unit);
      if (phase == Phase.IDENTIFICATION && startsWithSsh(unit.bytes())) {
        become(Phase.KEY_EXCHANGE);
      } else if (unit.number() == NewKeys.NUMBER) {
        become(Phase.AUTHENTICATION);
      } else if (phase == Phase.AUTHENTICATION && index == AUTHENTICATION_PACKETS) {
        become(Phase.CONNECTION);
      }
      return Optional.of(unit);
    } catch (EOFException _) {
      return Optional.empty();
    }
  }

  private void become(Phase next) {
    phase = next;
    index = 0;
  }

  private static boolean startsWithSsh(byte[] line) {
    return line.length > 3 && line[0] == 'S' && line[1] == 'S' && line[2] == 'H' && line[3] == '-';
  }

  private byte[] read() throws IOException {
    return switch (phase) {
      case IDENTIFICATION -> line();
      case KEY_EXCHANGE -> packet(0);
      case AUTHENTICATION, CONNECTION -> {
        Optional<Integer> tag = negotiation.tagLength(direction);
        yield tag.isPresent() ? packet(tag.get()) : chunk();
      }
    };
  }

  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int last;
    do {
      last = in.readUnsignedByte();
      line.write(last);
    } while (last != '\n' && line.size() < CHUNK);
    return line.toByteArray();
  }

  private byte[] packet(int tag) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LARGEST_PACKET) {
      throw new IOException("a packet of " + Integer.toUnsignedString(length) + " bytes");
    }
    byte[] packet = new byte[4 + length + tag];
    packet[0] = (byte) (length >>> 24);
    packet[1] = (byte) (length >>> 16);
    packet[2] = (byte) (length >>> 8);
    packet[3] = (byte) length;
    in.readFully(packet, 4, length + tag);
    return packet;
  }

  /** What came at once: mostly one packet, where lengths are encrypted too. */
  private byte[] chunk() throws IOException {
    byte[] buffer = new byte[CHUNK];
    int count = in.read(buffer);
    if (count < 0) {
      throw new EOFException();
    }
    return Arrays.copyOf(buffer, count);
  }
}
