package org.sshlite.crypto.cert;

import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.key.BubbleBabble;
import org.sshlite.crypto.key.Fingerprint;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RandomArt;

/** The hash of fingerprints: FingerprintHash of ssh_config(5), {@code -E} of ssh-keygen(1). */
public enum FingerprintHash {
  SHA256("SHA-256"),
  SHA384("SHA-384"),
  SHA512("SHA-512"),
  SHA1("SHA-1"),
  MD5("MD5");

  private final String jcaName;

  FingerprintHash(String jcaName) {
    this.jcaName = jcaName;
  }

  public static Optional<FingerprintHash> byName(String name) {
    return Stream.of(values()).filter(hash -> hash.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The fingerprint; of a certificate, its key's. */
  public String of(PublicKey key) {
    byte[] blob = plain(key).blob();
    return this == MD5 ? Fingerprint.md5(blob) : Fingerprint.of(jcaName, blob);
  }

  /** The same as words, without the name of the hash. */
  public String wordsOf(PublicKey key) {
    return BubbleBabble.of(jcaName, plain(key).blob());
  }

  /** The same as a picture, without a newline at its end. */
  public String pictureOf(PublicKey key) {
    return RandomArt.of(jcaName, plain(key), KeyLabel.of(key).title());
  }

  private static PublicKey plain(PublicKey key) {
    return key instanceof Certificate certificate ? certificate.key() : key;
  }
}
