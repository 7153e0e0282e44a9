package org.sshlite.crypto.cipher;

/** No protection: the packets before the first NEWKEYS, RFC 4253 §6. */
public final class PlainPacketCipher implements PacketCipher {
  /** Has no state. */
  public PlainPacketCipher() {}

  @Override
  public int blockSize() {
    return 8;
  }

  @Override
  public boolean lengthIsApart() {
    return false;
  }

  @Override
  public int tagLength() {
    return 0;
  }

  @Override
  public int headLength() {
    return blockSize();
  }

  @Override
  public long packetLength(long sequenceNumber, byte[] in, int offset) {
    return BigEndian.uint32(in, offset);
  }

  @Override
  public void open(
      long sequenceNumber, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset) {
    System.arraycopy(in, inOffset + Integer.BYTES, out, outOffset, packetLength);
  }

  @Override
  public void seal(long sequenceNumber, byte[] buffer, int offset, int packetLength) {
    // sent as it is
  }

  @Override
  public void close() {
    // no keys
  }
}
