package org.sshlite.crypto.cipher;

/**
 * Protects the packets of one direction between two NEWKEYS: the cipher and its MAC in one, with
 * the sequence number passed in. One owner, no thread safety. A packet on the wire is, in order:
 * the 4 bytes of packet_length, the {@code packetLength} bytes it counts (padding_length, payload,
 * padding), and {@link #tagLength()} bytes of tag.
 */
public interface PacketCipher extends AutoCloseable {
  /** The padding rule's unit in bytes, at least 8 (RFC 4253 §6). */
  int blockSize();

  /**
   * Whether packet_length is left out when the padding is counted: AEAD and encrypt-then-MAC, where
   * it is sent in the clear or encrypted on its own.
   */
  boolean lengthIsApart();

  /** Bytes of tag or MAC after each packet. */
  int tagLength();

  /**
   * How many bytes of a packet must be at hand before {@link #packetLength} can be asked: 4 where
   * {@link #lengthIsApart()}, else one block.
   */
  int headLength();

  /**
   * The packet_length of the packet that starts at {@code offset}. The value is not authenticated
   * yet: the caller checks it against its limits before waiting for that many bytes. Leaves {@code
   * in} unchanged and may be asked again for the same packet.
   *
   * @return packet_length as a uint32
   */
  long packetLength(long sequenceNumber, byte[] in, int offset);

  /**
   * Checks and decrypts one packet. Nothing of the plaintext is left in {@code out} when it fails.
   *
   * @param in holds the packet: 4 + {@code packetLength} + {@link #tagLength()} bytes from {@code
   *     inOffset}; may be overwritten
   * @param packetLength what {@link #packetLength} said, already checked against the limits
   * @param out gets {@code packetLength} bytes from {@code outOffset}: padding_length, payload,
   *     padding. Not the same array as {@code in}
   * @throws BadPacketException for every reason alike
   */
  void open(
      long sequenceNumber, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset)
      throws BadPacketException;

  /**
   * Protects one packet in place.
   *
   * @param buffer holds from {@code offset}: 4 bytes of packet_length in the clear, then {@code
   *     packetLength} bytes, then room for {@link #tagLength()}
   */
  void seal(long sequenceNumber, byte[] buffer, int offset, int packetLength);

  /** Bytes of packets that may go under these keys. */
  default long maximumBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * Whether the peer must not see at which byte a packet was found bad, nor why: where
   * packet_length is a decrypted block that nothing vouches for, it tells 14 bits and more of any
   * block that an attacker puts in its place (CVE-2008-5161). Whoever opens packets then goes on
   * taking bytes until the largest packet would have ended.
   */
  default boolean hidesFaults() {
    return false;
  }

  /**
   * After a bad packet, where {@link #hidesFaults}: takes the time that is left of what a packet of
   * {@code length} bytes would have taken. Only {@link #close} may follow.
   */
  default void spend(int length) {}

  /** Erases the keys as far as the provider lets us. */
  @Override
  void close();
}
