package org.sshlite.crypto.key;

import org.sshlite.crypto.wire.Printable;

/** What people call the types of keys, in OpenSSH's spelling. */
final class KeyTypeName {
  private KeyTypeName() {}

  /**
   * @param type RFC 4253 §6.6, RFC 5656 §6.2.1 or OpenSSH's, of a key or of a certificate
   */
  static String of(String type) {
    return SignatureAlgorithms.isCertificate(type)
        ? plain(SignatureAlgorithms.plain(type)) + "-CERT"
        : plain(type);
  }

  private static String plain(String type) {
    return switch (type) {
      case "ssh-ed25519" -> "ED25519";
      case "ssh-rsa" -> "RSA";
      case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" -> "ECDSA";
      case "sk-ssh-ed25519@openssh.com" -> "ED25519-SK";
      case "sk-ecdsa-sha2-nistp256@openssh.com" -> "ECDSA-SK";
      case "ssh-mldsa44-ed25519@openssh.com" -> "MLDSA44-ED25519";
      default -> Printable.line(type);
    };
  }
}
