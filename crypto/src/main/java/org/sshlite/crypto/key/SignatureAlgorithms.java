package org.sshlite.crypto.key;

import java.util.List;
import java.util.stream.Stream;

/**
 * The public key algorithm names of RFC 4253 §6.6, ordered as OpenSSH 10.5 proposes them, without
 * SHA-1 and DSA. An algorithm names a key's type and the way it signs; for RSA the two differ (RFC
 * 8332).
 *
 * <p>To sign and to verify take, in microseconds (one core of AMD EPYC without AVX-512, JDK 25,
 * warm; in brackets what was not chosen): ssh-ed25519 by Bouncy Castle 42 and 117 (JDK 842 and
 * 774); ecdsa-sha2-nistp256 signs by the JDK 299 (Bouncy Castle 121, see {@link EcdsaPrivateKey})
 * and verifies by Bouncy Castle 101 (JDK 728); nistp384 1,650 and 333, nistp521 4,070 and 995,
 * likewise; rsa-sha2-512 of 3,072 bits by the JDK 4,640 and 116; the composite by Bouncy Castle,
 * which takes seeds, 714 and 239 (with the JDK's ML-DSA 677 and 261).
 */
public final class SignatureAlgorithms {
  /** What ends the name of a certificate's type and algorithm. */
  public static final String CERTIFICATE_SUFFIX = "-cert-v01@openssh.com";

  /** What a CA may sign certificates by, OpenSSH's CASignatureAlgorithms. */
  public static final List<String> DEFAULT_CA =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com",
          "webauthn-sk-ecdsa-sha2-nistp256@openssh.com",
          "rsa-sha2-512",
          "rsa-sha2-256");

  /** What a host key may be, in a first proposal of either side. */
  public static final List<String> DEFAULT_HOST_KEY = DEFAULT_CA;

  /** The certificate forms: they go in front of the other lists where certificates are judged. */
  public static final List<String> DEFAULT_CERTIFICATE =
      DEFAULT_CA.stream().map(SignatureAlgorithms::certificate).toList();

  /** What a user's key may sign by, also the contents of server-sig-algs (RFC 8308 §3.1). */
  public static final List<String> DEFAULT_USER_KEY = DEFAULT_HOST_KEY;

  /**
   * All that a wildcard in a configuration may reach; RSA with SHA-1 must be named, see {@link
   * org.sshlite.crypto.legacy.LegacyAlgorithms}.
   */
  public static final List<String> SUPPORTED =
      Stream.of(
              "ssh-ed25519",
              "sk-ssh-ed25519@openssh.com",
              "ssh-mldsa44-ed25519@openssh.com",
              "ecdsa-sha2-nistp256",
              "ecdsa-sha2-nistp384",
              "ecdsa-sha2-nistp521",
              "sk-ecdsa-sha2-nistp256@openssh.com",
              "webauthn-sk-ecdsa-sha2-nistp256@openssh.com",
              "rsa-sha2-256",
              "rsa-sha2-512")
          .flatMap(name -> Stream.of(name, certificate(name)))
          .toList();

  /** Those of them that a CA can sign by. */
  public static final List<String> SUPPORTED_CA =
      SUPPORTED.stream().filter(name -> !isCertificate(name)).toList();

  private SignatureAlgorithms() {}

  /**
   * The type of the keys that sign by {@code signatureAlgorithm}: {@code ssh-rsa} for {@code
   * rsa-sha2-512}, for most names the name itself.
   */
  public static String keyType(String signatureAlgorithm) {
    return switch (signatureAlgorithm) {
      case "rsa-sha2-256", "rsa-sha2-512" -> "ssh-rsa";
      case "rsa-sha2-256-cert-v01@openssh.com", "rsa-sha2-512-cert-v01@openssh.com" ->
          "ssh-rsa-cert-v01@openssh.com";
      case "webauthn-sk-ecdsa-sha2-nistp256@openssh.com" -> "sk-ecdsa-sha2-nistp256@openssh.com";
      case "webauthn-sk-ecdsa-sha2-nistp256-cert-v01@openssh.com" ->
          "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com";
      default -> signatureAlgorithm;
    };
  }

  /** Whether {@code name}, an algorithm's or a key type's, is that of a certificate. */
  public static boolean isCertificate(String name) {
    return name.endsWith(CERTIFICATE_SUFFIX);
  }

  /**
   * The name without its certificate part, as it stands in signature blobs: {@code rsa-sha2-512}
   * for {@code rsa-sha2-512-cert-v01@openssh.com}.
   */
  public static String plain(String name) {
    if (!isCertificate(name)) {
      return name;
    }
    String base = name.substring(0, name.length() - CERTIFICATE_SUFFIX.length());
    // what OpenSSH made up carries its domain in the plain form too
    return base.startsWith("sk-") || base.startsWith("webauthn-") || base.startsWith("ssh-mldsa")
        ? base + "@openssh.com"
        : base;
  }

  /**
   * The name with its certificate part: {@code rsa-sha2-512-cert-v01@openssh.com} for {@code
   * rsa-sha2-512}, of algorithms and of key types alike.
   */
  public static String certificate(String name) {
    int domain = name.indexOf('@');
    return (domain < 0 ? name : name.substring(0, domain)) + CERTIFICATE_SUFFIX;
  }
}
