package org.sshlite.crypto.cipher;

import java.util.Arrays;

/**
 * AES in counter mode, RFC 4344 §4, with a MAC over the packet before it is encrypted, RFC 4253
 * §6.4. One key stream runs through all packets, so the first block of each is decrypted once, when
 * its length is asked for, and kept.
 */
final class CtrPacketCipher implements PacketCipher {
  private final CtrKeyStream stream;
  private final PacketMac mac;
  private final byte[] head = new byte[CtrKeyStream.BLOCK];
  private boolean headOpened;

  CtrPacketCipher(byte[] iv, byte[] key, PacketMac mac) {
    this.stream = new CtrKeyStream(iv, key);
    this.mac = mac;
  }

  @Override
  public int blockSize() {
    return CtrKeyStream.BLOCK;
  }

  @Override
  public boolean lengthIsApart() {
    return false;
  }

  @Override
  public int tagLength() {
    return mac.length();
  }

  @Override
  public int headLength() {
    return CtrKeyStream.BLOCK;
  }

  @Override
  public long packetLength(long sequenceNumber, byte[] in, int offset) {
    if (!headOpened) {
      stream.apply(in, offset, CtrKeyStream.BLOCK, head, 0);
      headOpened = true;
    }
    return BigEndian.uint32(head, 0);
  }

  @Override
  public void open(
      long sequenceNumber, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset)
      throws BadPacketException {
    int length = Integer.BYTES + packetLength;
    int afterHead = inOffset + CtrKeyStream.BLOCK;
    int rest = length - CtrKeyStream.BLOCK;
    // the caller can't tell a length that is no number of whole blocks from a wrong MAC
    if (rest < 0 || rest % CtrKeyStream.BLOCK != 0) {
      throw new BadPacketException();
    }
    packetLength(sequenceNumber, in, inOffset);
    headOpened = false;
    // decrypted where it lies, so that nothing comes out before the MAC is checked
    stream.apply(in, afterHead, rest, in, afterHead);
    System.arraycopy(head, 0, in, inOffset, CtrKeyStream.BLOCK);
    if (!mac.verify(sequenceNumber, in, inOffset, length)) {
      throw new BadPacketException();
    }
    System.arraycopy(in, inOffset + Integer.BYTES, out, outOffset, packetLength);
  }

  @Override
  public void seal(long sequenceNumber, byte[] buffer, int offset, int packetLength) {
    int length = Integer.BYTES + packetLength;
    mac.compute(sequenceNumber, buffer, offset, length, buffer, offset + length);
    stream.apply(buffer, offset, length, buffer, offset);
  }

  @Override
  public void close() {
    stream.close();
    mac.close();
    Arrays.fill(head, (byte) 0);
  }
}
