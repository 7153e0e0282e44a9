package org.sshlite.tests.mitm;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.tests.mitm.Unit.Kind;

/** Cuts what goes one way into units, as far as someone without the keys can. */
final class Framing {
  private static final int GCM_TAG = 16;
  private static final int LARGEST_CHUNK = 32 * 1024;

  private final DataInputStream in;
  private final Direction direction;
  private final boolean lengthsAreReadable;
  private Kind kind = Kind.IDENTIFICATION;
  private int index;

  /**
   * @param lengthsAreReadable whether packet lengths stay in the clear, as with AES-GCM (RFC 5647
   *     §7.3)
   */
  Framing(InputStream in, Direction direction, boolean lengthsAreReadable) {
    this.in = new DataInputStream(in);
    this.direction = direction;
    this.lengthsAreReadable = lengthsAreReadable;
  }

  /** The next unit; empty at the end. */
  Optional<Unit> next() throws IOException {
    try {
      Unit unit = new Unit(direction, kind, index++, read());
      if (kind == Kind.IDENTIFICATION) {
        become(Kind.PLAIN);
      } else if (unit.number() == NewKeys.NUMBER) {
        become(Kind.SEALED);
      }
      return Optional.of(unit);
    } catch (EOFException _) {
      return Optional.empty();
    }
  }

  private void become(Kind next) {
    kind = next;
    index = 0;
  }

  private byte[] read() throws IOException {
    return switch (kind) {
      case IDENTIFICATION -> line();
      case PLAIN -> packet(0);
      case SEALED -> lengthsAreReadable ? packet(GCM_TAG) : chunk();
    };
  }

  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int last;
    do {
      last = in.readUnsignedByte();
      line.write(last);
    } while (last != '\n');
    return line.toByteArray();
  }

  private byte[] packet(int tag) throws IOException {
    int length = in.readInt();
    byte[] packet = new byte[4 + length + tag];
    packet[0] = (byte) (length >>> 24);
    packet[1] = (byte) (length >>> 16);
    packet[2] = (byte) (length >>> 8);
    packet[3] = (byte) length;
    in.readFully(packet, 4, length + tag);
    return packet;
  }

  private byte[] chunk() throws IOException {
    byte[] buffer = new byte[LARGEST_CHUNK];
    int count = in.read(buffer);
    if (count < 0) {
      throw new EOFException();
    }
    return Arrays.copyOf(buffer, count);
  }
}
