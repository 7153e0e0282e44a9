package org.sshlite.client.trust;

import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;

/** What people call a key's type, in ssh's spelling. */
public final class KeyName {
  private KeyName() {}

  public static String of(PublicKey key) {
    return SignatureAlgorithms.isCertificate(key.type())
        ? of(SignatureAlgorithms.plain(key.type())) + "-CERT"
        : of(key.type());
  }

  private static String of(String type) {
    return switch (type) {
      case "ssh-ed25519" -> "ED25519";
      case "ssh-rsa" -> "RSA";
      case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" -> "ECDSA";
      case "sk-ssh-ed25519@openssh.com" -> "ED25519-SK";
      case "sk-ecdsa-sha2-nistp256@openssh.com" -> "ECDSA-SK";
      case "ssh-mldsa44-ed25519@openssh.com" -> "MLDSA44-ED25519";
      default -> type;
    };
  }
}
