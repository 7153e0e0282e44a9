package org.sshlite.crypto.cipher;

/**
 * A block cipher in CBC mode with a MAC over packet_length in the clear and the encrypted packet,
 * OpenSSH PROTOCOL §1.5: nothing is decrypted that the MAC does not vouch for.
 */
final class CbcEtmPacketCipher implements PacketCipher {
  private final CbcStream stream;
  private final PacketMac mac;
  private final RandomPadding padding = new RandomPadding();

  CbcEtmPacketCipher(CbcStream stream, PacketMac mac) {
    this.stream = stream;
    this.mac = mac;
  }

  @Override
  public int blockSize() {
    return stream.blockSize();
  }

  @Override
  public boolean lengthIsApart() {
    return true;
  }

  @Override
  public int tagLength() {
    return mac.length();
  }

  @Override
  public int headLength() {
    return Integer.BYTES;
  }

  @Override
  public long maximumBytes() {
    return stream.maximumBytes();
  }

  @Override
  public long packetLength(long sequenceNumber, byte[] in, int offset) {
    return BigEndian.uint32(in, offset);
  }

  @Override
  public void open(
      long sequenceNumber, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset)
      throws BadPacketException {
    boolean wholeBlocks = packetLength % stream.blockSize() == 0;
    if (!wholeBlocks || !mac.verify(sequenceNumber, in, inOffset, Integer.BYTES + packetLength)) {
      throw new BadPacketException();
    }
    stream.apply(in, inOffset + Integer.BYTES, packetLength, out, outOffset);
  }

  @Override
  public void seal(long sequenceNumber, byte[] buffer, int offset, int packetLength) {
    int body = offset + Integer.BYTES;
    int length = Integer.BYTES + packetLength;
    padding.fill(buffer, offset, packetLength);
    stream.apply(buffer, body, packetLength, buffer, body);
    mac.compute(sequenceNumber, buffer, offset, length, buffer, offset + length);
  }

  @Override
  public void close() {
    stream.close();
    mac.close();
  }
}
