package org.sshlite.client.identity;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** Key files that other programs wrote. */
final class KeyFiles {
  /** Of {@link #encryptedPem}. */
  static final String PASSPHRASE = "a pass";

  private KeyFiles() {}

  /** ssh-keygen -t ecdsa -m PEM: shows nothing of the key without its passphrase. */
  static Path encryptedPem() throws URISyntaxException {
    URL file = KeyFiles.class.getResource("encrypted_pem");
    if (file == null) {
      throw new AssertionError("encrypted_pem is missing");
    }
    return Path.of(file.toURI());
  }
}
