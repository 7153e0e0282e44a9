package org.sshlite.crypto.cipher;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * chacha20-poly1305@openssh.com, draft-ietf-sshm-chacha20-poly1305: packet_length encrypted under a
 * key of its own, so that it can be read first; the tag over the encrypted length and the encrypted
 * packet, checked before the packet is decrypted.
 */
final class ChaChaPolyPacketCipher implements PacketCipher {
  private static final int KEY_LENGTH = 64;
  private static final int TAG_LENGTH = 16;
  private static final int CHACHA_BLOCK = 64;
  private static final byte[] ZEROS = new byte[CHACHA_BLOCK];

  private final ErasableKey packetKey;
  private final ErasableKey lengthKey;
  private final Cipher packetCipher = Ciphers.of("ChaCha20");
  private final Cipher lengthCipher = Ciphers.of("ChaCha20");
  // for short packets, and on some processors: where it is the faster one
  private final Poly1305 poly1305 = new Poly1305();
  private final AeadPoly1305 aeadPoly1305;
  // the first four bytes stay 0: the JDK's nonce has 12 bytes, the original ChaCha20's has 8
  private final byte[] nonce = new byte[12];
  private final byte[] length = new byte[Integer.BYTES];
  private final byte[] firstBlock = new byte[CHACHA_BLOCK];
  private final byte[] tag = new byte[TAG_LENGTH];

  ChaChaPolyPacketCipher(byte[] key) {
    packetKey = new ErasableKey("ChaCha20", key, 0, KEY_LENGTH / 2);
    lengthKey = new ErasableKey("ChaCha20", key, KEY_LENGTH / 2, KEY_LENGTH);
    aeadPoly1305 = new AeadPoly1305(packetKey);
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
    try {
      start(lengthCipher, lengthKey, sequenceNumber);
      lengthCipher.doFinal(in, offset, Integer.BYTES, length, 0);
      return BigEndian.uint32(length, 0);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void open(
      long sequenceNumber, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset)
      throws BadPacketException {
    try {
      startPacket(sequenceNumber);
      authenticate(in, inOffset, packetLength);
      if (!isTagAt(in, inOffset + Integer.BYTES + packetLength)) {
        throw new BadPacketException();
      }
      packetCipher.doFinal(in, inOffset + Integer.BYTES, packetLength, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void seal(long sequenceNumber, byte[] buffer, int offset, int packetLength) {
    int body = offset + Integer.BYTES;
    try {
      start(lengthCipher, lengthKey, sequenceNumber);
      lengthCipher.doFinal(buffer, offset, Integer.BYTES, buffer, offset);
      startPacket(sequenceNumber);
      packetCipher.doFinal(buffer, body, packetLength, buffer, body);
      authenticate(buffer, offset, packetLength);
      System.arraycopy(tag, 0, buffer, body + packetLength, TAG_LENGTH);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Leaves block 0 of the packet's key stream in {@code firstBlock}; block 1 comes next. */
  private void startPacket(long sequenceNumber) throws GeneralSecurityException {
    start(packetCipher, packetKey, sequenceNumber);
    packetCipher.update(ZEROS, 0, CHACHA_BLOCK, firstBlock, 0);
  }

  private void start(Cipher cipher, ErasableKey key, long sequenceNumber)
      throws GeneralSecurityException {
    BigEndian.putUint64(nonce, nonce.length - Long.BYTES, sequenceNumber);
    // decryption is the same as encryption, and is allowed to see a nonce twice: the length of one
    // packet may be asked for more than once
    cipher.init(Cipher.DECRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, 0));
  }

  /** Puts into {@code tag} what the packet's tag must be. */
  private void authenticate(byte[] packet, int offset, int packetLength) {
    int length = Integer.BYTES + packetLength;
    if (length >= AeadPoly1305.SHORTEST
        && AeadPoly1305.isFast()
        && aeadPoly1305.compute(firstBlock, nonce, packet, offset, length, tag)) {
      return;
    }
    poly1305.init(new KeyParameter(firstBlock, 0, firstBlock.length / 2));
    poly1305.update(packet, offset, length);
    poly1305.doFinal(tag, 0);
  }

  private boolean isTagAt(byte[] packet, int offset) {
    return MessageDigest.isEqual(tag, Arrays.copyOfRange(packet, offset, offset + TAG_LENGTH));
  }

  @Override
  public void close() {
    packetKey.destroy();
    lengthKey.destroy();
    Arrays.fill(firstBlock, (byte) 0);
  }
}
