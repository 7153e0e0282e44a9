package org.sshlite.crypto.key;

import java.util.Base64;
import java.util.HexFormat;

/** Short names of public keys, for people to compare. */
public final class Fingerprint {
  private Fingerprint() {}

  /** {@code SHA256:} and the hash in base64 without padding, as OpenSSH prints it. */
  public static String sha256(byte[] blob) {
    return of("SHA-256", blob);
  }

  /**
   * As {@link #sha256} by another hash, for people to compare: nothing is decided by it.
   *
   * @param hash JCA name: {@code SHA-1}, {@code SHA-384}, {@code SHA-512}
   */
  public static String of(String hash, byte[] blob) {
    return hash.replace("-", "")
        + ":"
        + Base64.getEncoder().withoutPadding().encodeToString(Hash.of(hash, blob));
  }

  /**
   * {@code MD5:} and hexadecimal pairs with colons (RFC 4716 §4), for comparing with old notes
   * only: nothing is decided by it.
   */
  public static String md5(byte[] blob) {
    return "MD5:" + HexFormat.ofDelimiter(":").formatHex(Hash.of("MD5", blob));
  }
}
