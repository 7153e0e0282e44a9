package org.sshlite.crypto.key;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SshReader;

/** Reads public key blobs, RFC 4253 §6.6. */
public final class PublicKeys {
  private static final String STRUCTURE = "public key";

  private PublicKeys() {}

  /**
   * A plain public key, also one that calls itself by an algorithm that it signs by, as OpenSSH
   * takes it: dev-tunnels-ssh writes {@code rsa-sha2-512} where RFC 8332 §3 wants {@code ssh-rsa};
   * certificates are refused here, so that none can stand where a plain key must (as a CA's, as a
   * host's in known_hosts). RSA keys have at least {@link RsaPublicKey#DEFAULT_MINIMUM_BITS}.
   *
   * @throws MalformedException when the blob is not exactly one key, or is of a type not known
   */
  public static PublicKey read(byte[] blob) throws MalformedException {
    return read(blob, RsaPublicKey.DEFAULT_MINIMUM_BITS);
  }

  /**
   * As {@link #read(byte[])}, for those who set another limit for RSA keys (RequiredRSASize).
   *
   * @param minimumRsaBits bits of the modulus; 1024 is the least that counts
   */
  public static PublicKey read(byte[] blob, int minimumRsaBits) throws MalformedException {
    SshReader in = new SshReader(STRUCTURE, blob);
    PublicKey key = read(SignatureAlgorithms.keyType(in.ascii("type")), in);
    in.end();
    RsaPublicKey.requireBits(key, minimumRsaBits, in);
    return key;
  }

  /**
   * The fields of a key of {@code type}, without the type's name in front; leaves {@code in} behind
   * them. RSA keys may be as short as {@link RsaPublicKey#LEAST_MINIMUM_BITS}: the caller sets the
   * limit.
   */
  public static PublicKey read(String type, SshReader in) throws MalformedException {
    return switch (type) {
      case Ed25519PublicKey.TYPE -> Ed25519PublicKey.read(in);
      case RsaPublicKey.TYPE -> RsaPublicKey.read(in);
      case CompositePublicKey.TYPE -> CompositePublicKey.read(in);
      case SecurityKeyEd25519PublicKey.TYPE -> SecurityKeyEd25519PublicKey.read(in);
      case SecurityKeyEcdsaPublicKey.TYPE -> SecurityKeyEcdsaPublicKey.read(in);
      default ->
          EcdsaPublicKey.read(
              EcdsaCurve.ofKeyType(type)
                  .orElseThrow(() -> in.malformed("type", notSupported(type))),
              in);
    };
  }

  /**
   * A key of Java's, as SSH has it: RSA, EC on the curves of {@link EcdsaCurve}, Ed25519.
   *
   * @throws MalformedException when it is of a type or a length that SSH has not, or shows no
   *     SubjectPublicKeyInfo
   */
  public static PublicKey of(java.security.PublicKey key) throws MalformedException {
    return JavaKeys.publicKey(key);
  }

  static String notSupported(String type) {
    return "\"" + Printable.line(type) + "\" is not supported";
  }
}
