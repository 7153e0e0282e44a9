package org.sshlite.crypto.key;

import java.security.SecureRandom;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * A private key in memory. Any thread may sign with it, several at once. Closing erases the secret
 * as far as the platform lets us; to sign afterwards is an {@link IllegalStateException}.
 */
public sealed interface PrivateKey extends Signer, AutoCloseable
    permits Ed25519PrivateKey,
        EcdsaPrivateKey,
        RsaPrivateKey,
        CompositePrivateKey,
        SecurityKeyPrivateKey {
  /**
   * A new key.
   *
   * @param type a key type's name: {@code ssh-ed25519}; {@code ssh-rsa} makes 3072 bits, other
   *     lengths are made by {@link RsaPrivateKey#generate}
   * @throws IllegalArgumentException for a type that cannot be generated here
   */
  static PrivateKey generate(String type, SecureRandom random) {
    return switch (type) {
      case Ed25519PublicKey.TYPE -> Ed25519PrivateKey.generate(random);
      case RsaPublicKey.TYPE -> RsaPrivateKey.generate(RsaPrivateKey.DEFAULT_BITS, random);
      case CompositePublicKey.TYPE -> CompositePrivateKey.generate(random);
      default ->
          EcdsaPrivateKey.generate(
              EcdsaCurve.ofKeyType(type)
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException("cannot generate " + Printable.line(type))),
              random);
    };
  }

  /**
   * Reads a key in the form that agents and OpenSSH's key files share (RFC 9987 §4.2, OpenSSH
   * PROTOCOL.key §3): the type's name and its fields. Leaves {@code in} behind them. The caller
   * erases the array that {@code in} reads. RSA keys may be as short as {@link
   * RsaPublicKey#LEAST_MINIMUM_BITS}.
   */
  static PrivateKey read(SshReader in) throws MalformedException {
    String type = in.ascii("type");
    return switch (type) {
      case Ed25519PublicKey.TYPE -> Ed25519PrivateKey.read(in);
      case RsaPublicKey.TYPE -> RsaPrivateKey.read(in);
      case CompositePublicKey.TYPE -> CompositePrivateKey.read(in);
      case SecurityKeyEd25519PublicKey.TYPE ->
          SecurityKeyPrivateKey.read(SecurityKeyEd25519PublicKey.read(in), in);
      case SecurityKeyEcdsaPublicKey.TYPE ->
          SecurityKeyPrivateKey.read(SecurityKeyEcdsaPublicKey.read(in), in);
      default ->
          EcdsaPrivateKey.read(
              EcdsaCurve.ofKeyType(type)
                  .orElseThrow(() -> in.malformed("type", PublicKeys.notSupported(type))),
              in);
    };
  }

  /** Writes the key in the form that {@link #read} reads; the caller wipes {@code out}. */
  void write(SshWriter out);

  @Override
  void close();

  /** Refuses the names that {@code key} cannot sign by. */
  static void requireAlgorithm(PublicKey key, String algorithm) {
    if (!key.namedAlgorithms().contains(algorithm)) {
      throw new IllegalArgumentException(
          key.type() + " cannot sign by " + Printable.line(algorithm));
    }
  }
}
