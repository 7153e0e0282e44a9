package org.sshlite.crypto.key;

import java.util.List;

/**
 * A public key (RFC 4253 §6.6). Equal when their blobs are equal. Read one with {@link
 * PublicKeys#read}.
 */
public interface PublicKey {
  /** The key type's name, the first string of the blob: {@code ssh-ed25519}. */
  String type();

  /** What people call its type, in OpenSSH's spelling: {@code ED25519}, {@code RSA-CERT}. */
  default String typeName() {
    return KeyTypeName.of(type());
  }

  /** The blob of RFC 4253 §6.6, a fresh copy. */
  byte[] blob();

  /** The signature algorithms this key can be used with, best first: {@code rsa-sha2-512, …}. */
  List<String> signatureAlgorithms();

  /**
   * Those and what else the key can be used with where a configuration names it: {@code ssh-rsa},
   * which signs by SHA-1. For choosing among the names that a user has set, and for nothing else.
   */
  default List<String> namedAlgorithms() {
    return signatureAlgorithms();
  }

  /**
   * Whether {@code signature} is this key's over {@code data} by exactly {@code algorithm}.
   *
   * @param algorithm the name that was negotiated or announced; must be one of {@link
   *     #signatureAlgorithms()}, else the answer is no
   * @param signature the signature blob: string algorithm name, string signature. Malformed blobs,
   *     other names, trailing bytes: the answer is no
   */
  boolean verify(String algorithm, byte[] data, byte[] signature);

  /**
   * As {@link #verify}, by any of {@link #namedAlgorithms()}.
   *
   * @param algorithm one that the user's configuration has; the peer's word is not enough
   */
  default boolean verifyNamed(String algorithm, byte[] data, byte[] signature) {
    return verify(algorithm, data, signature);
  }

  /** {@code SHA256:} and unpadded base64, as OpenSSH prints it. */
  default String fingerprint() {
    return Fingerprint.sha256(blob());
  }
}
