package org.sshlite.crypto.cert;

import org.sshlite.crypto.key.EcdsaPublicKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPublicKey;

/**
 * What people call a key, in OpenSSH's spelling.
 *
 * @param type {@code ED25519}, {@code RSA-CERT}, …
 * @param bits of the modulus or of the curve's field
 */
public record KeyLabel(String type, int bits) {
  /** Ed25519, and what OpenSSH says of all types that have no lengths to choose from. */
  private static final int USUAL_BITS = 256;

  /** What fits the frame of a picture, brackets apart. */
  private static final int LONGEST_TITLE = 15;

  public static KeyLabel of(PublicKey key) {
    return new KeyLabel(key.typeName(), bitsOf(key));
  }

  private static int bitsOf(PublicKey key) {
    return switch (key) {
      case Certificate certificate -> bitsOf(certificate.key());
      case RsaPublicKey rsa -> rsa.bits();
      case EcdsaPublicKey ecdsa ->
          switch (ecdsa.curve()) {
            case NISTP256 -> 256;
            case NISTP384 -> 384;
            case NISTP521 -> 521;
          };
      default -> USUAL_BITS;
    };
  }

  /** For the frame of the fingerprint's picture: without the bits where they do not fit. */
  public String title() {
    String full = type + " " + bits;
    return full.length() <= LONGEST_TITLE ? full : type;
  }
}
