package org.sshlite.crypto.cipher;

/** The first bytes of another MAC, RFC 4253 §6.4: the names that end in "-96". */
final class TruncatedPacketMac implements PacketMac {
  private final PacketMac whole;
  private final int length;
  private final byte[] full;

  TruncatedPacketMac(PacketMac whole, int length) {
    this.whole = whole;
    this.length = length;
    this.full = new byte[whole.length()];
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void compute(
      long sequenceNumber, byte[] packet, int offset, int packetLength, byte[] out, int outOffset) {
    whole.compute(sequenceNumber, packet, offset, packetLength, full, 0);
    System.arraycopy(full, 0, out, outOffset, length);
  }

  @Override
  public void close() {
    whole.close();
  }
}
