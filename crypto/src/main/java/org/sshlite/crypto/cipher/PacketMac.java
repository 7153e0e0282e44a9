package org.sshlite.crypto.cipher;

import java.security.MessageDigest;
import java.util.Arrays;

/** A keyed MAC over a packet and its sequence number. One owner, no thread safety. */
interface PacketMac {
  /** Bytes of MAC. */
  int length();

  /** Puts the MAC of {@code length} bytes of packet at {@code outOffset}. */
  void compute(
      long sequenceNumber, byte[] packet, int offset, int length, byte[] out, int outOffset);

  /** Whether the MAC of {@code length} bytes of packet is the one that follows them. */
  default boolean verify(long sequenceNumber, byte[] packet, int offset, int length) {
    byte[] expected = new byte[length()];
    compute(sequenceNumber, packet, offset, length, expected, 0);
    int end = offset + length;
    return MessageDigest.isEqual(expected, Arrays.copyOfRange(packet, end, end + length()));
  }

  /** Erases the key as far as the provider lets us. */
  void close();
}
