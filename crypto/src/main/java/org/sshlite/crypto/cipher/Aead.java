package org.sshlite.crypto.cipher;

/**
 * One implementation of an AEAD of packets under one key. Nothing goes from one packet to the next,
 * so that another may take its place between any two. Offsets and lengths are as in {@link
 * PacketCipher}; one owner, no thread safety.
 */
interface Aead extends AutoCloseable {
  /** The packet_length of a packet, not authenticated. */
  default long packetLength(byte[] nonce, byte[] in, int offset) {
    return BigEndian.uint32(in, offset);
  }

  void open(byte[] nonce, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset)
      throws BadPacketException;

  void seal(byte[] nonce, byte[] buffer, int offset, int packetLength);

  @Override
  void close();
}
