package org.sshlite.crypto.cipher;

/**
 * chacha20-poly1305@openssh.com, draft-ietf-sshm-chacha20-poly1305: packet_length encrypted under a
 * key of its own, so that it can be read first; the tag over the encrypted length and the encrypted
 * packet, checked before the packet is decrypted.
 */
final class ChaChaPolyPacketCipher implements PacketCipher {
  static final int TAG_LENGTH = 16;

  /** RFC 8439's; the original ChaCha20's has 8 bytes, so that the first four stay 0. */
  static final int NONCE_LENGTH = 12;

  private static final int KEY_LENGTH = 64;

  private final ErasableKey packetKey;
  private final ErasableKey lengthKey;
  private final ChosenAead aead;
  private final byte[] nonce = new byte[NONCE_LENGTH];

  ChaChaPolyPacketCipher(byte[] key) {
    packetKey = new ErasableKey("ChaCha20", key, 0, KEY_LENGTH / 2);
    lengthKey = new ErasableKey("ChaCha20", key, KEY_LENGTH / 2, KEY_LENGTH);
    aead =
        new ChosenAead(
            () -> new JdkChaChaPoly(packetKey, lengthKey),
            () -> new OpenSslChaChaPoly(packetKey, lengthKey));
  }

  @Override
  public int blockSize() {
    return 8;
  }

  @Override
  public boolean lengthIsApart() {
    return true;
  }

  @Override
  public int tagLength() {
    return TAG_LENGTH;
  }

  @Override
  public int headLength() {
    return Integer.BYTES;
  }

  @Override
  public long packetLength(long sequenceNumber, byte[] in, int offset) {
    return aead.now().packetLength(nonce(sequenceNumber), in, offset);
  }

  @Override
  public void open(
      long sequenceNumber, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset)
      throws BadPacketException {
    aead.next(packetLength).open(nonce(sequenceNumber), in, inOffset, packetLength, out, outOffset);
  }

  @Override
  public void seal(long sequenceNumber, byte[] buffer, int offset, int packetLength) {
    aead.next(packetLength).seal(nonce(sequenceNumber), buffer, offset, packetLength);
  }

  private byte[] nonce(long sequenceNumber) {
    BigEndian.putUint64(nonce, NONCE_LENGTH - Long.BYTES, sequenceNumber);
    return nonce;
  }

  @Override
  public void close() {
    aead.close();
    packetKey.destroy();
    lengthKey.destroy();
  }
}
