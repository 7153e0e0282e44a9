package org.sshlite.protocol.transport;

import org.sshlite.crypto.cipher.PacketCipher;

/**
 * In the place of the last cipher of a direction that is over: nothing comes and nothing goes any
 * more. Who still knows the connection holds nothing of the keys, not even the copies that a
 * provider makes and does not erase.
 */
final class ErasedCipher implements PacketCipher {
  private static final String OVER = "the keys are erased";

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
    return Integer.MAX_VALUE;
  }

  @Override
  public long packetLength(long sequenceNumber, byte[] in, int offset) {
    throw new IllegalStateException(OVER);
  }

  @Override
  public void open(
      long sequenceNumber, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset) {
    throw new IllegalStateException(OVER);
  }

  @Override
  public void seal(long sequenceNumber, byte[] buffer, int offset, int packetLength) {
    throw new IllegalStateException(OVER);
  }

  @Override
  public void close() {}
}
