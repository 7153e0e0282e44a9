package org.sshlite.crypto.cipher;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * AES in counter mode, RFC 4344 §4: one key stream through all packets of a direction, so each byte
 * of the wire passes here once and in order.
 */
final class CtrKeyStream implements AutoCloseable {
  /** Bytes of a block. */
  static final int BLOCK = 16;

  private final ErasableKey key;
  private final Cipher cipher = Ciphers.of("AES/CTR/NoPadding");

  CtrKeyStream(byte[] iv, byte[] key) {
    this.key = new ErasableKey("AES", key, 0, key.length);
    try {
      // the same operation in both directions
      cipher.init(Cipher.ENCRYPT_MODE, this.key, new IvParameterSpec(iv));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Encrypts or decrypts the next {@code length} bytes. The ranges are the same or apart. */
  void apply(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    try {
      cipher.update(in, inOffset, length, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    key.destroy();
  }
}
