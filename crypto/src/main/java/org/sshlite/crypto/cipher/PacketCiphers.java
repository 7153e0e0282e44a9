package org.sshlite.crypto.cipher;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.legacy.LegacyCipher;
import org.sshlite.crypto.legacy.LegacyMac;

/**
 * The encryption and MAC algorithms by name, in the order in which they are proposed: OpenSSH
 * 10.5's, less those with SHA-1. None of these lists needs an opt-in; what else can be keyed stands
 * in {@link org.sshlite.crypto.legacy.LegacyAlgorithms}.
 *
 * <p>Each is the JDK's where it has one, or the system's where that is faster (see {@link
 * org.sshlite.crypto.openssl.ByLibcrypto}). Measured on one core, JDK 25, warm, sealing 32 KiB, in
 * GB/s, on a processor with AVX-512 and on one without (an AMD EPYC, where OpenSSL makes 3.4 of
 * AES-128-GCM and 2.0 of ChaCha20-Poly1305): AES-128-GCM 13 and 3.1, AES-256-GCM 10 and 2.9,
 * ChaCha20-Poly1305 2 and 0.5 (see {@link AeadPoly1305#isFast}), AES-CTR with HMAC-SHA2-256 1.4 and
 * 1.1, with UMAC-64 1.6 and 1.5. Bouncy Castle's HMAC has a seventh of the JDK's speed. The order
 * is not that of these figures: peers of old have no AES in hardware, and the server follows the
 * client.
 */
public final class PacketCiphers {
  /** Every encryption algorithm that a wildcard may reach. */
  public static final List<String> SUPPORTED_ENCRYPTION =
      Arrays.stream(EncryptionAlgorithm.values()).map(algorithm -> algorithm.sshName).toList();

  /** What is proposed unless configured otherwise. */
  public static final List<String> DEFAULT_ENCRYPTION = SUPPORTED_ENCRYPTION;

  /** Every MAC algorithm that a wildcard may reach. */
  public static final List<String> SUPPORTED_MACS =
      Arrays.stream(MacAlgorithm.values()).map(algorithm -> algorithm.sshName).toList();

  /** What is proposed unless configured otherwise. */
  public static final List<String> DEFAULT_MACS = SUPPORTED_MACS;

  private PacketCiphers() {}

  /** Whether the encryption algorithm authenticates by itself: the negotiated MAC is not used. */
  public static boolean authenticates(String encryption) {
    Optional<EncryptionAlgorithm> found = EncryptionAlgorithm.find(encryption);
    if (found.isEmpty()) {
      LegacyCipher.of(encryption); // none of which does
      return false;
    }
    return found.get().authenticates;
  }

  static int ivLength(String encryption) {
    return EncryptionAlgorithm.find(encryption)
        .map(found -> found.ivLength)
        .orElseGet(() -> LegacyCipher.of(encryption).blockSize());
  }

  static int keyLength(String encryption) {
    return EncryptionAlgorithm.find(encryption)
        .map(found -> found.keyLength)
        .orElseGet(() -> LegacyCipher.of(encryption).keyLength());
  }

  static int macKeyLength(String encryption, String mac) {
    return authenticates(encryption)
        ? 0
        : MacAlgorithm.find(mac)
            .map(found -> found.keyLength)
            .orElseGet(() -> LegacyMac.of(mac).keyLength());
  }

  static PacketCipher create(
      CipherSuite suite, boolean sealing, byte[] iv, byte[] key, byte[] macKey) {
    requireLength("IV", iv, suite.ivLength());
    requireLength("key", key, suite.keyLength());
    requireLength("integrity key", macKey, suite.macKeyLength());
    return switch (EncryptionAlgorithm.find(suite.encryption()).orElse(null)) {
      case CHACHA20_POLY1305 -> new ChaChaPolyPacketCipher(key);
      case AES128_GCM, AES256_GCM -> new GcmPacketCipher(sealing, iv, key);
      case AES128_CTR, AES192_CTR, AES256_CTR ->
          encryptsThenMacs(suite.mac())
              ? new EtmPacketCipher(iv, key, mac(suite.mac(), macKey))
              : new CtrPacketCipher(iv, key, mac(suite.mac(), macKey));
      case null -> {
        CbcStream stream = new CbcStream(LegacyCipher.of(suite.encryption()), sealing, iv, key);
        yield encryptsThenMacs(suite.mac())
            ? new CbcEtmPacketCipher(stream, mac(suite.mac(), macKey))
            : new CbcPacketCipher(stream, mac(suite.mac(), macKey));
      }
    };
  }

  private static boolean encryptsThenMacs(String mac) {
    return MacAlgorithm.find(mac)
        .map(found -> found.encryptThenMac)
        .orElseGet(() -> LegacyMac.of(mac).encryptThenMac());
  }

  private static PacketMac mac(String name, byte[] key) {
    return MacAlgorithm.find(name)
        .map(found -> found.create(key))
        .orElseGet(() -> legacyMac(LegacyMac.of(name), key));
  }

  private static PacketMac legacyMac(LegacyMac algorithm, byte[] key) {
    PacketMac whole = new HmacPacketMac(algorithm.jcaName(), key);
    return algorithm.length() == whole.length()
        ? whole
        : new TruncatedPacketMac(whole, algorithm.length());
  }

  private static void requireLength(String what, byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          what + " of " + bytes.length + " bytes instead of " + length);
    }
  }
}
