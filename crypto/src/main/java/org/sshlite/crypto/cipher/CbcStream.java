package org.sshlite.crypto.cipher;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import org.sshlite.crypto.legacy.LegacyCipher;

/**
 * A block cipher in CBC mode, RFC 4253 §6.3: all packets of a direction are one chain, each begins
 * with the last encrypted block of the one before it.
 */
final class CbcStream implements AutoCloseable {
  private static final int DUMMY_LENGTH = 1024;

  private final LegacyCipher algorithm;
  private final ErasableKey key;
  private final Cipher cipher;

  CbcStream(LegacyCipher algorithm, boolean sealing, byte[] iv, byte[] key) {
    this.algorithm = algorithm;
    this.key = new ErasableKey(algorithm.jcaName(), key, 0, key.length);
    this.cipher = Ciphers.of(algorithm.transformation());
    try {
      cipher.init(
          sealing ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, this.key, new IvParameterSpec(iv));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  int blockSize() {
    return algorithm.blockSize();
  }

  long maximumBytes() {
    return algorithm.maximumBytes();
  }

  /** Encrypts or decrypts the next {@code length} bytes, whole blocks, where they lie or apart. */
  void apply(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    try {
      if (length > 0) {
        cipher.update(in, inOffset, length, out, outOffset);
      }
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes the time of so many bytes more. The chain is of no use afterwards. */
  void waste(int length) {
    byte[] dummy = new byte[DUMMY_LENGTH];
    for (int left = length; left > 0; left -= DUMMY_LENGTH) {
      apply(dummy, 0, DUMMY_LENGTH, dummy, 0);
    }
  }

  @Override
  public void close() {
    key.destroy();
  }
}
