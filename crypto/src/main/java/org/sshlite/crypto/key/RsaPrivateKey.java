package org.sshlite.crypto.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * An {@code ssh-rsa} private key. Its numbers are BigIntegers of the JDK, which nothing can erase:
 * closing lets go of them.
 */
public final class RsaPrivateKey implements PrivateKey {
  /** What ssh-keygen makes; 128 bits of strength, NIST SP 800-57. */
  static final int DEFAULT_BITS = 3072;

  private final RsaPublicKey publicKey;
  private volatile @Nullable RSAPrivateCrtKey key;

  private RsaPrivateKey(RsaPublicKey publicKey, RSAPrivateCrtKey key) {
    this.publicKey = publicKey;
    this.key = key;
  }

  /**
   * A new key; seconds for thousands of bits.
   *
   * @throws IllegalArgumentException for fewer than 2048 or more than 16384 bits
   */
  public static RsaPrivateKey generate(int bits, SecureRandom random) {
    if (bits < RsaPublicKey.DEFAULT_MINIMUM_BITS || bits > RsaPublicKey.MAXIMUM_BITS) {
      throw new IllegalArgumentException("RSA key of " + bits + " bits");
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4), random);
      RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
      // the larger prime is p in every key that OpenSSL makes, and there are readers that rely on
      // it
      BigInteger p = key.getPrimeP().max(key.getPrimeQ());
      BigInteger q = key.getPrimeP().min(key.getPrimeQ());
      Blame blame = (field, problem) -> new MalformedException("generated key", field, problem);
      RsaPublicKey publicKey = RsaPublicKey.of(key.getModulus(), key.getPublicExponent(), blame);
      return of(publicKey, key.getPrivateExponent(), p, q, q.modInverse(p), blame);
    } catch (GeneralSecurityException | MalformedException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads what follows the type's name: n, e, d, iqmp, p, q. */
  static RsaPrivateKey read(SshReader in) throws MalformedException {
    BigInteger n = in.mpint("n", RsaPublicKey.MAXIMUM_BITS);
    BigInteger e = in.mpint("e", RsaPublicKey.MAXIMUM_BITS);
    BigInteger d = in.mpint("d", RsaPublicKey.MAXIMUM_BITS);
    BigInteger coefficient = in.mpint("iqmp", RsaPublicKey.MAXIMUM_BITS);
    BigInteger p = in.mpint("p", RsaPublicKey.MAXIMUM_BITS);
    BigInteger q = in.mpint("q", RsaPublicKey.MAXIMUM_BITS);
    return of(RsaPublicKey.of(n, e, in::malformed), d, p, q, coefficient, in::malformed);
  }

  /**
   * Checks that the numbers belong together: a wrong one would make signatures that give the
   * factors away.
   */
  static RsaPrivateKey of(
      RsaPublicKey publicKey,
      BigInteger d,
      BigInteger p,
      BigInteger q,
      BigInteger coefficient,
      Blame in)
      throws MalformedException {
    if (p.compareTo(BigInteger.ONE) <= 0
        || q.compareTo(BigInteger.ONE) <= 0
        || !p.multiply(q).equals(publicKey.modulus())) {
      throw in.malformed("p and q", "not the factors of n");
    }
    BigInteger p1 = p.subtract(BigInteger.ONE);
    BigInteger q1 = q.subtract(BigInteger.ONE);
    BigInteger ed = publicKey.exponent().multiply(d);
    if (d.signum() <= 0
        || d.compareTo(publicKey.modulus()) >= 0
        || !ed.mod(p1).equals(BigInteger.ONE)
        || !ed.mod(q1).equals(BigInteger.ONE)) {
      throw in.malformed("d", "not the inverse of e");
    }
    if (coefficient.signum() <= 0
        || coefficient.compareTo(p) >= 0
        || !coefficient.multiply(q).mod(p).equals(BigInteger.ONE)) {
      throw in.malformed("iqmp", "not the inverse of q");
    }
    RSAPrivateCrtKeySpec spec =
        new RSAPrivateCrtKeySpec(
            publicKey.modulus(), publicKey.exponent(), d, p, q, d.mod(p1), d.mod(q1), coefficient);
    try {
      return new RsaPrivateKey(
          publicKey, (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec));
    } catch (GeneralSecurityException e) {
      throw in.malformed("key", "not usable");
    }
  }

  private RSAPrivateCrtKey key() {
    RSAPrivateCrtKey present = key;
    if (present == null) {
      throw new IllegalStateException("key used after it was closed");
    }
    return present;
  }

  @Override
  public RsaPublicKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(String algorithm, byte[] data) {
    PrivateKey.requireAlgorithm(publicKey, algorithm);
    try {
      Signature signature = Signature.getInstance(RsaPublicKey.jcaName(algorithm));
      signature.initSign(key());
      signature.update(data);
      return SignatureBlob.of(algorithm, signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e); // every JDK has these algorithms
    }
  }

  @Override
  public void write(SshWriter out) {
    RSAPrivateCrtKey secret = key();
    out.string(RsaPublicKey.TYPE)
        .mpint(secret.getModulus())
        .mpint(secret.getPublicExponent())
        .mpint(secret.getPrivateExponent())
        .mpint(secret.getCrtCoefficient())
        .mpint(secret.getPrimeP())
        .mpint(secret.getPrimeQ());
  }

  @Override
  public void close() {
    key = null;
  }

  @Override
  public String toString() {
    return "private key of " + publicKey;
  }
}
