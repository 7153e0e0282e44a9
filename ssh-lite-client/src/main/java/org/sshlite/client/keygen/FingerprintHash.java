package org.sshlite.client.keygen;

import java.util.Locale;
import java.util.Optional;
import org.sshlite.client.tool.KeyLabel;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.Fingerprint;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RandomArt;

/** The hash of fingerprints, {@code -E}. */
enum FingerprintHash {
  SHA256,
  MD5;

  static Optional<FingerprintHash> byName(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "sha256" -> Optional.of(SHA256);
      case "md5" -> Optional.of(MD5);
      default -> Optional.empty();
    };
  }

  /** The fingerprint; of a certificate, its key's. */
  String of(PublicKey key) {
    byte[] blob = plain(key).blob();
    return this == SHA256 ? Fingerprint.sha256(blob) : Fingerprint.md5(blob);
  }

  /** The same as a picture, without a newline at its end. */
  String pictureOf(PublicKey key) {
    String title = KeyLabel.of(key).title();
    return this == SHA256
        ? RandomArt.ofSha256(plain(key), title)
        : RandomArt.ofMd5(plain(key), title);
  }

  private static PublicKey plain(PublicKey key) {
    return key instanceof Certificate certificate ? certificate.key() : key;
  }
}
