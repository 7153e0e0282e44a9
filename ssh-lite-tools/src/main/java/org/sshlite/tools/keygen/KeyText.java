package org.sshlite.tools.keygen;

import java.util.Base64;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;

/**
 * A public key or certificate at the start of a text.
 *
 * @param rest what follows: a comment
 */
record KeyText(PublicKey key, String rest) {
  private static final String STRUCTURE = "public key";

  /**
   * Short RSA keys are read: whoever looks at keys wants to see them.
   *
   * @param text with nothing before the key
   */
  static KeyText parse(String text) throws MalformedException {
    String[] words = text.split("[ \t]+", 3);
    if (words.length < 2) {
      throw new MalformedException(STRUCTURE, "format", "not a type and base64");
    }
    try {
      PublicKey key =
          Certificate.readKeyOrCertificate(
              Base64.getDecoder().decode(words[1]), RsaPublicKey.LEAST_MINIMUM_BITS);
      if (!key.type().equals(words[0])) {
        throw new MalformedException(STRUCTURE, "type", "not that of the key");
      }
      return new KeyText(key, words.length < 3 ? "" : words[2]);
    } catch (IllegalArgumentException _) {
      throw new MalformedException(STRUCTURE, "key", "not base64");
    }
  }

  /** As it stands in files, without a comment. */
  static String format(PublicKey key) {
    return key.type() + " " + Base64.getEncoder().encodeToString(key.blob());
  }

  /** A comment on a screen: as it is, but for what would not be seen or would do something. */
  static String printable(String comment) {
    return Printable.line(comment).replace("\\\\", "\\");
  }
}
