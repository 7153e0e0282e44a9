package org.sshlite.crypto.cipher;

import java.security.MessageDigest;
import java.util.Arrays;
import org.sshlite.crypto.openssl.ChaCha20;
import org.sshlite.crypto.openssl.Poly1305;

/** ChaCha20 and Poly1305 by libcrypto. */
final class OpenSslChaChaPoly implements Aead {
  private static final int BLOCK = 64;
  private static final byte[] ZEROS = new byte[BLOCK];

  private final ChaCha20 packetCipher;
  private final ChaCha20 lengthCipher;
  private final Poly1305 poly1305 = new Poly1305();
  // libcrypto's begins with the number of the block, which is 0
  private final byte[] start = new byte[Integer.BYTES + ChaChaPolyPacketCipher.NONCE_LENGTH];
  private final byte[] length = new byte[Integer.BYTES];
  private final byte[] firstBlock = new byte[BLOCK];
  private final byte[] tag = new byte[ChaChaPolyPacketCipher.TAG_LENGTH];

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
  public long packetLength(byte[] nonce, byte[] in, int offset) {
    start(lengthCipher, nonce);
    lengthCipher.update(in, offset, Integer.BYTES, length, 0);
    return BigEndian.uint32(length, 0);
  }

  @Override
  public void open(
      byte[] nonce, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset)
      throws BadPacketException {
    int body = inOffset + Integer.BYTES;
    startPacket(nonce);
    poly1305.compute(firstBlock, in, inOffset, Integer.BYTES + packetLength, tag);
    int end = body + packetLength;
    if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(in, end, end + tag.length))) {
      throw new BadPacketException();
    }
    packetCipher.update(in, body, packetLength, out, outOffset);
  }

  @Override
  public void seal(byte[] nonce, byte[] buffer, int offset, int packetLength) {
    int body = offset + Integer.BYTES;
    start(lengthCipher, nonce);
    lengthCipher.update(buffer, offset, Integer.BYTES, buffer, offset);
    startPacket(nonce);
    packetCipher.update(buffer, body, packetLength, buffer, body);
    poly1305.compute(firstBlock, buffer, offset, Integer.BYTES + packetLength, tag);
    System.arraycopy(tag, 0, buffer, body + packetLength, tag.length);
  }

  /** Leaves block 0 of the packet's key stream in {@code firstBlock}; block 1 comes next. */
  private void startPacket(byte[] nonce) {
    start(packetCipher, nonce);
    packetCipher.update(ZEROS, 0, BLOCK, firstBlock, 0);
  }

  private void start(ChaCha20 cipher, byte[] nonce) {
    System.arraycopy(nonce, 0, start, Integer.BYTES, nonce.length);
    cipher.start(start);
  }

  @Override
  public void close() {
    packetCipher.close();
    lengthCipher.close();
    poly1305.close();
    Arrays.fill(firstBlock, (byte) 0);
  }
}
