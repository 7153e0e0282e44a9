package org.sshlite.knownhosts;

import java.util.Optional;
import org.sshlite.crypto.cert.FingerprintHash;
import org.sshlite.crypto.key.PublicKey;

/**
 * How keys are shown to people who compare them.
 *
 * @param hash FingerprintHash of ssh_config(5)
 * @param draws VisualHostKey: whether the fingerprint is drawn as well
 */
public record KeyDisplay(FingerprintHash hash, boolean draws) {
  /** As ssh does without being told. */
  public static final KeyDisplay USUAL = new KeyDisplay(FingerprintHash.SHA256, false);

  /** Of a certificate its key's. */
  public String fingerprint(PublicKey key) {
    return hash.of(key);
  }

  /** Lines without a newline at the end; empty where none is wanted. */
  public Optional<String> picture(PublicKey key) {
    return draws ? Optional.of(hash.pictureOf(key)) : Optional.empty();
  }

  /** Its type and fingerprint. */
  String name(PublicKey key) {
    return key.typeName() + " " + fingerprint(key);
  }

  /** As {@link #name}, and where it stands. */
  String at(KnownHost line) {
    return name(line.key()) + " (" + line.where() + ")";
  }
}
