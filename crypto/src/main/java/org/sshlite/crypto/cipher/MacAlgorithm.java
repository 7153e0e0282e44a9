package org.sshlite.crypto.cipher;

import java.util.Optional;

/** The MAC algorithms, in the order in which they are proposed. */
enum MacAlgorithm {
  UMAC_64_ETM("umac-64-etm@openssh.com", 16, true),
  UMAC_128_ETM("umac-128-etm@openssh.com", 16, true),
  HMAC_SHA2_256_ETM("hmac-sha2-256-etm@openssh.com", 32, true),
  HMAC_SHA2_512_ETM("hmac-sha2-512-etm@openssh.com", 64, true),
  UMAC_64("umac-64@openssh.com", 16, false),
  UMAC_128("umac-128@openssh.com", 16, false),
  // RFC 6668 §2
  HMAC_SHA2_256("hmac-sha2-256", 32, false),
  HMAC_SHA2_512("hmac-sha2-512", 64, false);

  final String sshName;

  /** Bytes of integrity key. */
  final int keyLength;

  /** Whether the MAC is over the encrypted packet: OpenSSH PROTOCOL §1.5. */
  final boolean encryptThenMac;

  MacAlgorithm(String sshName, int keyLength, boolean encryptThenMac) {
    this.sshName = sshName;
    this.keyLength = keyLength;
    this.encryptThenMac = encryptThenMac;
  }

  PacketMac create(byte[] key) {
    return switch (this) {
      case UMAC_64, UMAC_64_ETM -> new UmacPacketMac(key, 8);
      case UMAC_128, UMAC_128_ETM -> new UmacPacketMac(key, 16);
      case HMAC_SHA2_256, HMAC_SHA2_256_ETM -> new HmacPacketMac("HmacSHA256", key);
      case HMAC_SHA2_512, HMAC_SHA2_512_ETM -> new HmacPacketMac("HmacSHA512", key);
    };
  }

  /** Empty for one that is not among these. */
  static Optional<MacAlgorithm> find(String sshName) {
    for (MacAlgorithm algorithm : values()) {
      if (algorithm.sshName.equals(sshName)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }
}
