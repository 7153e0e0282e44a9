package org.sshlite.client.tool;

import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.EcdsaPublicKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.wire.Printable;

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
    if (key instanceof Certificate certificate) {
      KeyLabel plain = of(certificate.key());
      return new KeyLabel(plain.type + "-CERT", plain.bits);
    }
    return new KeyLabel(typeOf(key.type()), bitsOf(key));
  }

  private static String typeOf(String keyType) {
    return switch (keyType) {
      case "ssh-ed25519" -> "ED25519";
      case "ssh-rsa" -> "RSA";
      case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" -> "ECDSA";
      case "sk-ssh-ed25519@openssh.com" -> "ED25519-SK";
      case "sk-ecdsa-sha2-nistp256@openssh.com" -> "ECDSA-SK";
      case "ssh-mldsa44-ed25519@openssh.com" -> "MLDSA44-ED25519";
      default -> Printable.line(keyType);
    };
  }

  private static int bitsOf(PublicKey key) {
    return switch (key) {
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
