package org.sshlite.crypto.cipher;

import java.util.Optional;

/** The encryption algorithms, RFC 4253 §6.3, in the order in which they are proposed. */
enum EncryptionAlgorithm {
  CHACHA20_POLY1305("chacha20-poly1305@openssh.com", 0, 64, true),
  AES128_GCM("aes128-gcm@openssh.com", 12, 16, true),
  AES256_GCM("aes256-gcm@openssh.com", 12, 32, true),
  // RFC 4344 §4
  AES128_CTR("aes128-ctr", 16, 16, false),
  AES192_CTR("aes192-ctr", 16, 24, false),
  AES256_CTR("aes256-ctr", 16, 32, false);

  final String sshName;

  /** Bytes of initial IV. */
  final int ivLength;

  /** Bytes of key. */
  final int keyLength;

  /** Whether it authenticates by itself: the negotiated MAC is not used. */
  final boolean authenticates;

  EncryptionAlgorithm(String sshName, int ivLength, int keyLength, boolean authenticates) {
    this.sshName = sshName;
    this.ivLength = ivLength;
    this.keyLength = keyLength;
    this.authenticates = authenticates;
  }

  /** Empty for one that is not among these. */
  static Optional<EncryptionAlgorithm> find(String sshName) {
    for (EncryptionAlgorithm algorithm : values()) {
      if (algorithm.sshName.equals(sshName)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }
}
