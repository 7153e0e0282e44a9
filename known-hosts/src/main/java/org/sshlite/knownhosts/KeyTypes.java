package org.sshlite.knownhosts;

import java.util.Set;
import org.sshlite.crypto.key.SignatureAlgorithms;

/** Names of key types, RFC 4250 §4.11.3 and OpenSSH's, as known_hosts lines use them. */
final class KeyTypes {
  // A line with any other word in this place is no entry at all. All that OpenSSH 10.5 knows, also
  // what cannot be used here: the line is understood, its key is not. A signature algorithm stands
  // for the type of the keys that sign by it.
  private static final Set<String> PLAIN =
      Set.of(
          "ssh-ed25519",
          "ssh-rsa",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com",
          "ssh-mldsa44-ed25519@openssh.com");

  private KeyTypes() {}

  static boolean isKeyType(String name) {
    return PLAIN.contains(plain(name));
  }

  /** Of a key type or of a signature algorithm. */
  static boolean isCertificate(String name) {
    return SignatureAlgorithms.isCertificate(name);
  }

  /** The type of the key that signs, for a key type or a signature algorithm, certified or not. */
  static String plain(String name) {
    return SignatureAlgorithms.keyType(SignatureAlgorithms.plain(name));
  }
}
