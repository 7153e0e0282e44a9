package org.sshlite.crypto.cipher;

/**
 * AES in counter mode, RFC 4344 §4, with a MAC over packet_length in the clear and the encrypted
 * packet: the "-etm@openssh.com" MACs, OpenSSH PROTOCOL §1.5. The MAC is checked before anything is
 * decrypted.
 */
final class EtmPacketCipher implements PacketCipher {
  private final CtrKeyStream stream;
  private final PacketMac mac;

  EtmPacketCipher(byte[] iv, byte[] key, PacketMac mac) {
    this.stream = new CtrKeyStream(iv, key);
    this.mac = mac;
  }

  @Override
  public int blockSize() {
    return CtrKeyStream.BLOCK;
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
  public long packetLength(long sequenceNumber, byte[] in, int offset) {
    return BigEndian.uint32(in, offset);
  }

  @Override
  public void open(
      long sequenceNumber, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset)
      throws BadPacketException {
    if (!mac.verify(sequenceNumber, in, inOffset, Integer.BYTES + packetLength)) {
      throw new BadPacketException();
    }
    stream.apply(in, inOffset + Integer.BYTES, packetLength, out, outOffset);
  }

  @Override
  public void seal(long sequenceNumber, byte[] buffer, int offset, int packetLength) {
    int body = offset + Integer.BYTES;
    int length = Integer.BYTES + packetLength;
    stream.apply(buffer, body, packetLength, buffer, body);
    mac.compute(sequenceNumber, buffer, offset, length, buffer, offset + length);
  }

  @Override
  public void close() {
    stream.close();
    mac.close();
  }
}
