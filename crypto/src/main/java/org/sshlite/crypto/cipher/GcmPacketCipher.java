package org.sshlite.crypto.cipher;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-GCM, RFC 5647 §7: packet_length in the clear as additional data, a 128-bit tag, and a nonce
 * that counts packets by itself instead of using the sequence number.
 */
final class GcmPacketCipher implements PacketCipher {
  private static final int IV_LENGTH = 12;
  private static final int TAG_LENGTH = 16;
  // RFC 5647 §7.1: a fixed field of 4 bytes, then the invocation counter
  private static final int COUNTER_OFFSET = 4;

  // The JVM puts its fast code in place after a number of calls, so the first packets are sealed in
  // more of them. Measured on JDK 25, 128 MiB in packets of 32 KiB by a JVM that has just started:
  // 0.22 s, in one call each 0.66 s; warm, such a packet takes a microsecond longer. The JDK can't
  // decrypt in portions.
  private static final int PORTION = 2048;
  private static final int PACKETS_IN_PORTIONS = 1000;

  private final int mode;
  private final ErasableKey key;
  private final Cipher cipher;
  private final byte[] iv;
  private int packetsInPortions;

  GcmPacketCipher(boolean sealing, byte[] iv, byte[] key) {
    this.mode = sealing ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
    this.key = new ErasableKey("AES", key, 0, key.length);
    this.iv = Arrays.copyOf(iv, IV_LENGTH);
    this.cipher = Ciphers.of("AES/GCM/NoPadding");
  }

  @Override
  public int blockSize() {
    return 16;
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
    return BigEndian.uint32(in, offset);
  }

  @Override
  public void open(
      long sequenceNumber, byte[] in, int inOffset, int packetLength, byte[] out, int outOffset)
      throws BadPacketException {
    try {
      start(in, inOffset);
      cipher.doFinal(in, inOffset + Integer.BYTES, packetLength + TAG_LENGTH, out, outOffset);
    } catch (GeneralSecurityException e) {
      Arrays.fill(out, outOffset, outOffset + packetLength, (byte) 0);
      throw new BadPacketException();
    }
  }

  @Override
  public void seal(long sequenceNumber, byte[] buffer, int offset, int packetLength) {
    int end = offset + Integer.BYTES + packetLength;
    int at = offset + Integer.BYTES;
    try {
      start(buffer, offset);
      if (packetLength > PORTION && packetsInPortions < PACKETS_IN_PORTIONS) {
        packetsInPortions++;
        for (; end - at > PORTION; at += PORTION) {
          cipher.update(buffer, at, PORTION, buffer, at);
        }
      }
      cipher.doFinal(buffer, at, end - at, buffer, at);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void start(byte[] packet, int offset) throws GeneralSecurityException {
    cipher.init(mode, key, new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, iv));
    cipher.updateAAD(packet, offset, Integer.BYTES);
    BigEndian.putUint64(iv, COUNTER_OFFSET, BigEndian.uint64(iv, COUNTER_OFFSET) + 1);
  }

  @Override
  public void close() {
    key.destroy();
    Arrays.fill(iv, (byte) 0);
  }
}
