package org.sshlite.crypto.cipher;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.BiFunction;

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
  private final ChosenChaChaPoly chosen;
  private final byte[] nonce = new byte[NONCE_LENGTH];
  private final byte[] length = new byte[Integer.BYTES];
  private final byte[] firstBlock = new byte[ChaChaPoly.BLOCK];
  private final byte[] tag = new byte[TAG_LENGTH];

  ChaChaPolyPacketCipher(byte[] key) {
    this(key, JdkChaChaPoly::new, OpenSslChaChaPoly::new);
  }

  /** Makes primitives of the packets' key and the lengths'. */
  interface Maker extends BiFunction<ErasableKey, ErasableKey, ChaChaPoly> {}

  ChaChaPolyPacketCipher(byte[] key, Maker jdk, Maker libcrypto) {
    packetKey = new ErasableKey("ChaCha20", key, 0, KEY_LENGTH / 2);
    lengthKey = new ErasableKey("ChaCha20", key, KEY_LENGTH / 2, KEY_LENGTH);
    chosen =
        new ChosenChaChaPoly(
            () -> jdk.apply(packetKey, lengthKey), () -> libcrypto.apply(packetKey, lengthKey));
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
    chosen.now().length(nonce(sequenceNumber), in, offset, length, 0);
    return BigEndian.uint32(length, 0);
  }

  @Override
  public void open(
      long sequenceNumber, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset)
      throws BadPacketException {
    ChaChaPoly primitives = chosen.next(packetLength);
    int body = inOffset + Integer.BYTES;
    start(primitives, sequenceNumber);
    primitives.tag(firstBlock, nonce, in, inOffset, Integer.BYTES + packetLength, tag);
    if (!isTagAt(in, body + packetLength)) {
      throw new BadPacketException();
    }
    primitives.packet(in, body, packetLength, out, outOffset);
  }

  @Override
  public void seal(long sequenceNumber, byte[] buffer, int offset, int packetLength) {
    ChaChaPoly primitives = chosen.next(packetLength);
    int body = offset + Integer.BYTES;
    start(primitives, sequenceNumber);
    primitives.length(nonce, buffer, offset, buffer, offset);
    primitives.packet(buffer, body, packetLength, buffer, body);
    primitives.tag(firstBlock, nonce, buffer, offset, Integer.BYTES + packetLength, tag);
    System.arraycopy(tag, 0, buffer, body + packetLength, TAG_LENGTH);
  }

  private void start(ChaChaPoly primitives, long sequenceNumber) {
    primitives.start(nonce(sequenceNumber), firstBlock);
  }

  private byte[] nonce(long sequenceNumber) {
    BigEndian.putUint64(nonce, NONCE_LENGTH - Long.BYTES, sequenceNumber);
    return nonce;
  }

  private boolean isTagAt(byte[] packet, int offset) {
    return MessageDigest.isEqual(tag, Arrays.copyOfRange(packet, offset, offset + TAG_LENGTH));
  }

  @Override
  public void close() {
    chosen.close();
    packetKey.destroy();
    lengthKey.destroy();
    Arrays.fill(firstBlock, (byte) 0);
  }
}
