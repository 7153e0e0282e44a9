package org.sshlite.tools.keygen;

import java.util.Locale;
import java.util.Optional;

/** {@code -m}: a format of keys other than OpenSSH's own. */
enum KeyFormat {
  RFC4716,
  /** SubjectPublicKeyInfo and PKCS#8. */
  PKCS8,
  /** PKCS#1 and SEC 1. */
  PEM;

  static Optional<KeyFormat> byName(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "RFC4716", "SSH2" -> Optional.of(RFC4716);
      case "PKCS8" -> Optional.of(PKCS8);
      case "PEM" -> Optional.of(PEM);
      default -> Optional.empty();
    };
  }
}
