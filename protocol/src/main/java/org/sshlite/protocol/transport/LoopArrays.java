package org.sshlite.protocol.transport;

import java.util.ArrayDeque;

/**
 * Spare arrays of one event loop, so that a connection holds a buffer only while something is in
 * it. Loop only.
 */
public final class LoopArrays {
  /** Holds one packet of a 32 KiB channel message with everything around it. */
  static final int PACKET = 33 * 1024;

  /** Spare packet arrays kept for a loop: 2 MiB. */
  private static final int SPARE = 64;

  private final ArrayDeque<byte[]> packets = new ArrayDeque<>();

  /** An array of at least {@code length} bytes, of unknown content. */
  byte[] take(int length) {
    if (length > PACKET) {
      return new byte[length];
    }
    byte[] spare = packets.poll();
    return spare == null ? new byte[PACKET] : spare;
  }

  /** Gives an array back; its content may be seen by another connection's decoder, nobody else. */
  public void give(byte[] array) {
    if (array.length == PACKET && packets.size() < SPARE) {
      packets.push(array);
    }
  }
}
