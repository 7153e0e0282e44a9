package org.sshlite.crypto.key;

import java.util.List;

/**
 * The public key algorithm names of RFC 4253 §6.6, ordered as OpenSSH 10.5 proposes them, without
 * SHA-1 and DSA. An algorithm names a key's type and the way it signs; for RSA the two differ (RFC
 * 8332).
 */
public final class SignatureAlgorithms {
  private SignatureAlgorithms() {}

  /** What a host key may be, in a first proposal of either side. */
  public static final List<String> DEFAULT_HOST_KEY = List.of(Ed25519PublicKey.TYPE);

  /** What a user's key may sign by, also the contents of server-sig-algs (RFC 8308 §3.1). */
  public static final List<String> DEFAULT_USER_KEY = DEFAULT_HOST_KEY;

  /** All that work, for {@code -Q} and for lists set by configuration. */
  public static final List<String> SUPPORTED = DEFAULT_HOST_KEY;

  /**
   * The type of the keys that sign by {@code signatureAlgorithm}: {@code ssh-rsa} for {@code
   * rsa-sha2-512}, for most names the name itself.
   */
  public static String keyType(String signatureAlgorithm) {
    return switch (signatureAlgorithm) {
      case "rsa-sha2-256", "rsa-sha2-512" -> "ssh-rsa";
      default -> signatureAlgorithm;
    };
  }
}
