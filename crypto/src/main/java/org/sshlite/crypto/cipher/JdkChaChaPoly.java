package org.sshlite.crypto.cipher;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;

/** ChaCha20 by the JDK, and Poly1305 by whom it is fastest. */
final class JdkChaChaPoly implements Aead {
  private static final int BLOCK = 64;
  private static final byte[] ZEROS = new byte[BLOCK];

  private final ErasableKey packetKey;
  private final ErasableKey lengthKey;
  private final Cipher packetCipher = Ciphers.of("ChaCha20");
  private final Cipher lengthCipher = Ciphers.of("ChaCha20");
  // for short packets, and on some processors: where it is the faster one
  private final Poly1305 poly1305 = new Poly1305();
  private final AeadPoly1305 aeadPoly1305;
  private final byte[] length = new byte[Integer.BYTES];
  private final byte[] firstBlock = new byte[BLOCK];
  private final byte[] tag = new byte[ChaChaPolyPacketCipher.TAG_LENGTH];

  /** The keys stay the caller's, who erases them. */
  JdkChaChaPoly(ErasableKey packetKey, ErasableKey lengthKey) {
    this.packetKey = packetKey;
    this.lengthKey = lengthKey;
    aeadPoly1305 = new AeadPoly1305(packetKey);
  }

  @Override
  public long packetLength(byte[] nonce, byte[] in, int offset) {
    try {
      start(lengthCipher, lengthKey, nonce);
      lengthCipher.doFinal(in, offset, Integer.BYTES, length, 0);
      return BigEndian.uint32(length, 0);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void open(
      byte[] nonce, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset)
      throws BadPacketException {
    try {
      startPacket(nonce);
      authenticate(nonce, in, inOffset, packetLength);
      if (!isTagAt(in, inOffset + Integer.BYTES + packetLength)) {
        throw new BadPacketException();
      }
      packetCipher.doFinal(in, inOffset + Integer.BYTES, packetLength, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void seal(byte[] nonce, byte[] buffer, int offset, int packetLength) {
    int body = offset + Integer.BYTES;
    try {
      start(lengthCipher, lengthKey, nonce);
      lengthCipher.doFinal(buffer, offset, Integer.BYTES, buffer, offset);
      startPacket(nonce);
      packetCipher.doFinal(buffer, body, packetLength, buffer, body);
      authenticate(nonce, buffer, offset, packetLength);
      System.arraycopy(tag, 0, buffer, body + packetLength, tag.length);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Leaves block 0 of the packet's key stream in {@code firstBlock}; block 1 comes next. */
  private void startPacket(byte[] nonce) throws GeneralSecurityException {
    start(packetCipher, packetKey, nonce);
    packetCipher.update(ZEROS, 0, BLOCK, firstBlock, 0);
  }

  private static void start(Cipher cipher, ErasableKey key, byte[] nonce)
      throws GeneralSecurityException {
    // decryption is the same as encryption, and is allowed to see a nonce twice: the length of one
    // packet may be asked for more than once
    cipher.init(Cipher.DECRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, 0));
  }

  /** Puts into {@code tag} what the packet's tag must be. */
  private void authenticate(byte[] nonce, byte[] packet, int offset, int packetLength) {
    int count = Integer.BYTES + packetLength;
    if (count >= AeadPoly1305.SHORTEST
        && AeadPoly1305.isFast()
        && aeadPoly1305.compute(firstBlock, nonce, packet, offset, count, tag)) {
      return;
    }
    poly1305.init(new KeyParameter(firstBlock, 0, firstBlock.length / 2));
    poly1305.update(packet, offset, count);
    poly1305.doFinal(tag, 0);
  }

  private boolean isTagAt(byte[] packet, int offset) {
    return MessageDigest.isEqual(tag, Arrays.copyOfRange(packet, offset, offset + tag.length));
  }

  @Override
  public void close() {
    Arrays.fill(firstBlock, (byte) 0);
  }
}
