package org.sshlite.protocol.transport;

import java.util.ArrayDeque;

/**
 * Spare arrays of one event loop, so that a connection holds a buffer only while something is in
 * it. The loop takes; whoever has read what is in one gives it back, from any thread.
 */
public final class LoopArrays {
  /** Holds one packet of a 32 KiB channel message with everything around it. */
  static final int PACKET = 33 * 1024;

  /** Holds what one read of a socket brings, behind the largest packet that is not whole yet. */
  static final int READ = 2 * PacketReader.MAXIMUM_PACKET + 1024;

  /** Holds the largest packet that may come before the login, whatever its cipher adds. */
  static final int EARLY = PacketReader.MAXIMUM_PACKET_BEFORE_AUTHENTICATION + 1024;

  /** Spare packet arrays kept for a loop: 2 MiB. */
  private static final int SPARE_PACKETS = 64;

  /** One is in use at a time, unless a connection waits for the rest of a large packet. */
  private static final int SPARE_READS = 2;

  private final ArrayDeque<byte[]> packets = new ArrayDeque<>();
  private final ArrayDeque<byte[]> reads = new ArrayDeque<>();

  /** An array of at least {@code length} bytes, of unknown content. */
  public synchronized byte[] take(int length) {
    if (length <= PACKET) {
      byte[] spare = packets.poll();
      return spare == null ? new byte[PACKET] : spare;
    }
    byte[] spare = length <= READ ? reads.poll() : null;
    return spare == null ? new byte[Math.max(length, READ)] : spare;
  }

  /** Gives an array back; its content may be seen by another connection's decoder, nobody else. */
  public synchronized void give(byte[] array) {
    if (array.length == PACKET && packets.size() < SPARE_PACKETS) {
      packets.push(array);
    } else if (array.length == READ && reads.size() < SPARE_READS) {
      reads.push(array);
    }
  }
}
