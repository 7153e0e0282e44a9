package org.sshlite.crypto.cipher;

import java.util.List;

/** The encryption and MAC algorithms by name, in the order in which they are proposed. */
public final class PacketCiphers {
  private static final String CHACHA20_POLY1305 = "chacha20-poly1305@openssh.com";
  private static final String AES128_GCM = "aes128-gcm@openssh.com";
  private static final String AES256_GCM = "aes256-gcm@openssh.com";

  /** Every encryption algorithm there is. */
  public static final List<String> SUPPORTED_ENCRYPTION =
      List.of(CHACHA20_POLY1305, AES128_GCM, AES256_GCM);

  /** What is proposed unless configured otherwise. */
  public static final List<String> DEFAULT_ENCRYPTION = SUPPORTED_ENCRYPTION;

  /** Every MAC algorithm there is. */
  public static final List<String> SUPPORTED_MACS = List.of();

  /** What is proposed unless configured otherwise. */
  public static final List<String> DEFAULT_MACS = SUPPORTED_MACS;

  private PacketCiphers() {}

  /** Whether the encryption algorithm authenticates by itself: the negotiated MAC is not used. */
  public static boolean authenticates(String encryption) {
    return switch (encryption) {
      case CHACHA20_POLY1305, AES128_GCM, AES256_GCM -> true;
      default -> throw unknown(encryption);
    };
  }

  static int ivLength(String encryption) {
    return switch (encryption) {
      case CHACHA20_POLY1305 -> 0;
      case AES128_GCM, AES256_GCM -> GcmPacketCipher.IV_LENGTH;
      default -> throw unknown(encryption);
    };
  }

  static int keyLength(String encryption) {
    return switch (encryption) {
      case CHACHA20_POLY1305 -> ChaChaPolyPacketCipher.KEY_LENGTH;
      case AES128_GCM -> 16;
      case AES256_GCM -> 32;
      default -> throw unknown(encryption);
    };
  }

  static int macKeyLength(String encryption, String mac) {
    if (authenticates(encryption)) {
      return 0;
    }
    throw unknown(mac);
  }

  static PacketCipher create(
      CipherSuite suite, boolean sealing, byte[] iv, byte[] key, byte[] macKey) {
    requireLength("IV", iv, suite.ivLength());
    requireLength("key", key, suite.keyLength());
    requireLength("integrity key", macKey, suite.macKeyLength());
    return switch (suite.encryption()) {
      case CHACHA20_POLY1305 -> new ChaChaPolyPacketCipher(key);
      case AES128_GCM, AES256_GCM -> new GcmPacketCipher(sealing, iv, key);
      default -> throw unknown(suite.encryption());
    };
  }

  private static void requireLength(String what, byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          what + " of " + bytes.length + " bytes instead of " + length);
    }
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException("no such algorithm: " + name);
  }
}
