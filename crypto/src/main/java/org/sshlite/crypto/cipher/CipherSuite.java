package org.sshlite.crypto.cipher;

/**
 * An encryption algorithm together with the MAC it is used with, ready to be keyed.
 *
 * @param encryption the encryption algorithm's name, {@code aes128-gcm@openssh.com}
 * @param mac the MAC algorithm's name, or empty where the encryption authenticates by itself
 */
public record CipherSuite(String encryption, String mac) {
  /** Bytes of initial IV to derive (RFC 4253 §7.2, "A" and "B"); 0 where none is used. */
  public int ivLength() {
    return PacketCiphers.ivLength(encryption);
  }

  /** Bytes of encryption key to derive ("C" and "D"). */
  public int keyLength() {
    return PacketCiphers.keyLength(encryption);
  }

  /**
   * Bytes of integrity key to derive ("E" and "F"); 0 where the encryption authenticates by itself.
   */
  public int macKeyLength() {
    return PacketCiphers.macKeyLength(encryption, mac);
  }

  /** A cipher that seals. The arrays are copied as needed; the caller erases its own. */
  public PacketCipher sealing(byte[] iv, byte[] key, byte[] macKey) {
    return PacketCiphers.create(this, true, iv, key, macKey);
  }

  /** A cipher that opens. */
  public PacketCipher opening(byte[] iv, byte[] key, byte[] macKey) {
    return PacketCiphers.create(this, false, iv, key, macKey);
  }
}
