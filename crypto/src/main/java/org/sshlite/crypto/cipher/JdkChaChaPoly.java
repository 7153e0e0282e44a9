package org.sshlite.crypto.cipher;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;

/** ChaCha20 by the JDK, and Poly1305 by whom it is fastest. */
final class JdkChaChaPoly implements ChaChaPoly {
  private static final byte[] ZEROS = new byte[BLOCK];

  private final ErasableKey packetKey;
  private final ErasableKey lengthKey;
  private final Cipher packetCipher = Ciphers.of("ChaCha20");
  private final Cipher lengthCipher = Ciphers.of("ChaCha20");
  // for short packets, and on some processors: where it is the faster one
  private final Poly1305 poly1305 = new Poly1305();
  private final AeadPoly1305 aeadPoly1305;

  JdkChaChaPoly(ErasableKey packetKey, ErasableKey lengthKey) {
    this.packetKey = packetKey;
    this.lengthKey = lengthKey;
    aeadPoly1305 = new AeadPoly1305(packetKey);
  }

  @Override
  public void length(byte[] nonce, byte[] in, int inOffset, byte[] out, int outOffset) {
    try {
      start(lengthCipher, lengthKey, nonce);
      lengthCipher.doFinal(in, inOffset, Integer.BYTES, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void start(byte[] nonce, byte[] firstBlock) {
    try {
      start(packetCipher, packetKey, nonce);
      packetCipher.update(ZEROS, 0, BLOCK, firstBlock, 0);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void start(Cipher cipher, ErasableKey key, byte[] nonce)
      throws GeneralSecurityException {
    // decryption is the same as encryption, and is allowed to see a nonce twice: the length of one
    // packet may be asked for more than once
    cipher.init(Cipher.DECRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, 0));
  }

  @Override
  public void packet(byte[] in, int inOffset, int count, byte[] out, int outOffset) {
    try {
      packetCipher.doFinal(in, inOffset, count, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void tag(byte[] firstBlock, byte[] nonce, byte[] in, int offset, int count, byte[] tag) {
    if (count >= AeadPoly1305.SHORTEST
        && AeadPoly1305.isFast()
        && aeadPoly1305.compute(firstBlock, nonce, in, offset, count, tag)) {
      return;
    }
    poly1305.init(new KeyParameter(firstBlock, 0, firstBlock.length / 2));
    poly1305.update(in, offset, count);
    poly1305.doFinal(tag, 0);
  }

  @Override
  public void close() {}
}
