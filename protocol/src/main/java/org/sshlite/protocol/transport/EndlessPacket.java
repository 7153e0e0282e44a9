package org.sshlite.protocol.transport;

import org.sshlite.crypto.cipher.PacketCipher;

/**
 * Stands for a cipher under which a bad packet came: no packet is ever whole, so none is opened.
 *
 * @param bad closed and, for the time it takes, used with this
 */
record EndlessPacket(PacketCipher bad) implements PacketCipher {
  @Override
  public int blockSize() {
    return bad.blockSize();
  }

  @Override
  public boolean lengthIsApart() {
    return bad.lengthIsApart();
  }

  @Override
  public int tagLength() {
    return bad.tagLength();
  }

  @Override
  public int headLength() {
    return Integer.MAX_VALUE;
  }

  @Override
  public long packetLength(long sequenceNumber, byte[] in, int offset) {
    throw new AssertionError("there is no packet");
  }

  @Override
  public void open(
      long sequenceNumber, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset) {
    throw new AssertionError("there is no packet");
  }

  @Override
  public void seal(long sequenceNumber, byte[] buffer, int offset, int packetLength) {
    throw new AssertionError("this one opens");
  }

  @Override
  public void spend(int length) {
    bad.spend(length);
  }

  @Override
  public void close() {
    bad.close();
  }
}
