package org.sshlite.knownhosts;

import java.security.SecureRandom;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;

/** Host keys for tests. */
final class Keys {
  static final PublicKey ALPHA = fresh();
  static final PublicKey BETA = fresh();
  static final PublicKey GAMMA = fresh();

  private Keys() {}

  static PublicKey fresh() {
    try (PrivateKey key = PrivateKey.generate("ssh-ed25519", new SecureRandom())) {
      return key.publicKey();
    }
  }

  /** As it stands in a known_hosts line. */
  static String text(PublicKey key) {
    return NewLines.key(key);
  }

  /** Base64 of the blob. */
  static String base64(PublicKey key) {
    return text(key).split(" ")[1];
  }
}
