package org.sshlite.crypto.cipher;

import java.security.SecureRandom;

/**
 * Fills the padding of packets, RFC 4253 §6: under CBC it is the last block of a packet, and so the
 * IV of the next.
 */
final class RandomPadding {
  /** Bytes that are asked for at once. */
  private static final int STORE = 4096;

  private final SecureRandom random = new SecureRandom();
  private final byte[] store = new byte[STORE];
  private int used = STORE;

  /**
   * @param packet holds from {@code offset} packet_length, padding_length and what they count
   */
  void fill(byte[] packet, int offset, int packetLength) {
    // no more than fits: whether it is right is not judged here
    int padding = Math.min(packet[offset + Integer.BYTES] & 0xff, packetLength - 1);
    if (STORE - used < padding) {
      random.nextBytes(store);
      used = 0;
    }
    int end = offset + Integer.BYTES + packetLength;
    System.arraycopy(store, used, packet, end - padding, padding);
    used += padding;
  }
}
