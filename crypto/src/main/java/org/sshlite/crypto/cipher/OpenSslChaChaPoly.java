package org.sshlite.crypto.cipher;

import java.util.Arrays;
import org.sshlite.crypto.openssl.ChaCha20;
import org.sshlite.crypto.openssl.Poly1305;

/** ChaCha20 and Poly1305 by libcrypto. */
final class OpenSslChaChaPoly implements ChaChaPoly {
  private static final byte[] ZEROS = new byte[BLOCK];

  private final ChaCha20 packetCipher;
  private final ChaCha20 lengthCipher;
  private final Poly1305 poly1305 = new Poly1305();
  // libcrypto's begins with the number of the block, which is 0
  private final byte[] start = new byte[Integer.BYTES + ChaChaPolyPacketCipher.NONCE_LENGTH];

  OpenSslChaChaPoly(ErasableKey packetKey, ErasableKey lengthKey) {
    packetCipher = cipher(packetKey);
    lengthCipher = cipher(lengthKey);
  }

  private static ChaCha20 cipher(ErasableKey key) {
    byte[] bytes = key.getEncoded();
    try {
      return new ChaCha20(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public void length(byte[] nonce, byte[] in, int inOffset, byte[] out, int outOffset) {
    start(lengthCipher, nonce);
    lengthCipher.update(in, inOffset, Integer.BYTES, out, outOffset);
  }

  @Override
  public void start(byte[] nonce, byte[] firstBlock) {
    start(packetCipher, nonce);
    packetCipher.update(ZEROS, 0, BLOCK, firstBlock, 0);
  }

  private void start(ChaCha20 cipher, byte[] nonce) {
    System.arraycopy(nonce, 0, start, Integer.BYTES, nonce.length);
    cipher.start(start);
  }

  @Override
  public void packet(byte[] in, int inOffset, int count, byte[] out, int outOffset) {
    packetCipher.update(in, inOffset, count, out, outOffset);
  }

  @Override
  public void tag(byte[] firstBlock, byte[] nonce, byte[] in, int offset, int count, byte[] tag) {
    poly1305.compute(firstBlock, in, offset, count, tag);
  }

  @Override
  public void close() {
    packetCipher.close();
    lengthCipher.close();
    poly1305.close();
  }
}
