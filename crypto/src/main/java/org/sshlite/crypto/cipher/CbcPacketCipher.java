package org.sshlite.crypto.cipher;

import java.util.Arrays;

/**
 * A block cipher in CBC mode with a MAC over the packet before it is encrypted, RFC 4253 §6.3 and
 * §6.4. The receiver acts on a length that nothing vouches for yet: what it does must not depend on
 * it in a way that a peer can see, see {@link #hidesFaults}.
 */
final class CbcPacketCipher implements PacketCipher {
  private final CbcStream stream;
  private final PacketMac mac;
  private final RandomPadding padding = new RandomPadding();
  private final byte[] head;
  private boolean headOpened;
  private int checked; // bytes of which a MAC was computed last

  CbcPacketCipher(CbcStream stream, PacketMac mac) {
    this.stream = stream;
    this.mac = mac;
    this.head = new byte[stream.blockSize()];
  }

  @Override
  public int blockSize() {
    return head.length;
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
    return head.length;
  }

  @Override
  public long maximumBytes() {
    return stream.maximumBytes();
  }

  @Override
  public long packetLength(long sequenceNumber, byte[] in, int offset) {
    if (!headOpened) {
      stream.apply(in, offset, head.length, head, 0);
      headOpened = true;
      checked = 0;
    }
    return BigEndian.uint32(head, 0);
  }

  @Override
  public void open(
      long sequenceNumber, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset)
      throws BadPacketException {
    int length = Integer.BYTES + packetLength;
    int rest = length - head.length;
    if (rest < 0 || rest % head.length != 0) {
      throw new BadPacketException();
    }
    packetLength(sequenceNumber, in, inOffset);
    headOpened = false;
    // decrypted where it lies, so that nothing comes out before the MAC is checked
    int afterHead = inOffset + head.length;
    stream.apply(in, afterHead, rest, in, afterHead);
    System.arraycopy(head, 0, in, inOffset, head.length);
    checked = length;
    if (!mac.verify(sequenceNumber, in, inOffset, length)) {
      throw new BadPacketException();
    }
    System.arraycopy(in, inOffset + Integer.BYTES, out, outOffset, packetLength);
  }

  @Override
  public boolean hidesFaults() {
    return true;
  }

  @Override
  public void spend(int length) {
    int left = Math.max(0, length - checked);
    stream.waste(left);
    byte[] dummy = new byte[left];
    mac.compute(0, dummy, 0, left, new byte[mac.length()], 0);
  }

  @Override
  public void seal(long sequenceNumber, byte[] buffer, int offset, int packetLength) {
    int length = Integer.BYTES + packetLength;
    padding.fill(buffer, offset, packetLength);
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
