package org.sshlite.crypto.cipher;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * UMAC over the packet with the sequence number as nonce, RFC 4418 with AES-128:
 * umac-64@openssh.com and umac-128@openssh.com. The universal hash is {@link UmacHash}; here are
 * key and pad derivation.
 */
final class UmacPacketMac implements PacketMac {
  private static final int BLOCK = 16;

  private final int length;
  private final UmacHash hash;
  private final Cipher pad;
  private final byte[] nonce = new byte[BLOCK];
  private final byte[] padBlock = new byte[BLOCK];

  UmacPacketMac(byte[] key, int length) {
    this.length = length;
    int passes = length / 4;
    byte[] padKey = new byte[BLOCK];
    byte[] l1Key = new byte[UmacHash.CHUNK + BLOCK * (passes - 1)];
    byte[] l2Key = new byte[24 * passes];
    byte[] l3Key1 = new byte[64 * passes];
    byte[] l3Key2 = new byte[4 * passes];
    byte[][] derived = {padKey, l1Key, l2Key, l3Key1, l3Key2};
    Cipher derivation = aes(key);
    for (int i = 0; i < derived.length; i++) {
      derive(derivation, i, derived[i]);
    }
    this.pad = aes(padKey);
    this.hash = new UmacHash(l1Key, l2Key, l3Key1, l3Key2);
    for (byte[] secret : derived) {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static Cipher aes(byte[] key) {
    ErasableKey erasable = new ErasableKey("AES", key, 0, key.length);
    try {
      Cipher cipher = Ciphers.of("AES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, erasable);
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    } finally {
      erasable.destroy();
    }
  }

  /** KDF of RFC 4418 §3.2.1. */
  private static void derive(Cipher aes, int index, byte[] out) {
    byte[] block = new byte[BLOCK];
    for (int at = 0; at < out.length; at += BLOCK) {
      BigEndian.putUint64(block, 0, index);
      BigEndian.putUint64(block, Long.BYTES, at / BLOCK + 1);
      encrypt(aes, block, block);
      System.arraycopy(block, 0, out, at, Math.min(BLOCK, out.length - at));
    }
    Arrays.fill(block, (byte) 0);
  }

  private static void encrypt(Cipher aes, byte[] in, byte[] out) {
    try {
      aes.doFinal(in, 0, BLOCK, out, 0);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void compute(
      long sequenceNumber, byte[] packet, int offset, int count, byte[] out, int outOffset) {
    // RFC 4418 §3.3.1: a block of pad serves as many tags as fit, chosen by the nonce's low bits
    int index = (int) sequenceNumber & (BLOCK / length - 1);
    BigEndian.putUint64(nonce, 0, sequenceNumber - index);
    encrypt(pad, nonce, padBlock);
    hash.compute(packet, offset, count, out, outOffset);
    for (int i = 0; i < length; i++) {
      out[outOffset + i] ^= padBlock[index * length + i];
    }
  }

  @Override
  public void close() {
    hash.close();
    Arrays.fill(padBlock, (byte) 0);
  }
}
