package org.sshlite.crypto.key;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * Private keys in DER: PKCS#1 (RFC 8017 appendix A.1.2), SEC 1 (RFC 5915) and PKCS#8 (RFC 5958).
 */
final class DerKeys {
  static final String RSA = "1.2.840.113549.1.1.1";
  static final String EC = "1.2.840.10045.2.1";
  static final String ED25519 = "1.3.101.112";

  private DerKeys() {}

  static PrivateKey readPkcs1(byte[] der) throws MalformedException {
    DerReader in = new DerReader("RSA private key", der);
    DerReader fields = in.sequence("RSAPrivateKey");
    in.end();
    if (fields.smallInteger("version") != 0) {
      throw fields.malformed("version", "more than two primes");
    }
    int bits = RsaPublicKey.MAXIMUM_BITS;
    BigInteger n = fields.integer("n", bits);
    BigInteger e = fields.integer("e", bits);
    BigInteger d = fields.integer("d", bits);
    BigInteger p = fields.integer("p", bits);
    BigInteger q = fields.integer("q", bits);
    fields.integer("d mod (p-1)", bits); // follow from d, p and q
    fields.integer("d mod (q-1)", bits);
    BigInteger coefficient = fields.integer("iqmp", bits);
    fields.end();
    RsaPublicKey publicKey = RsaPublicKey.of(n, e, fields::malformed);
    return RsaPrivateKey.of(publicKey, d, p, q, coefficient, fields::malformed);
  }

  static PrivateKey readSec1(byte[] der) throws MalformedException {
    return readSec1(der, Optional.empty());
  }

  /**
   * @param known the curve, where what is around the key names it
   */
  private static PrivateKey readSec1(byte[] der, Optional<EcdsaCurve> known)
      throws MalformedException {
    DerReader in = new DerReader("EC private key", der);
    DerReader fields = in.sequence("ECPrivateKey");
    in.end();
    if (fields.smallInteger("version") != 1) {
      throw fields.malformed("version", "not 1");
    }
    byte[] scalar = fields.octets("private scalar");
    Optional<EcdsaCurve> curve = known;
    if (fields.isNext(0xa0)) {
      curve = Optional.of(curve(fields.explicit("parameters", 0)));
    }
    EcdsaPrivateKey key =
        EcdsaPrivateKey.ofScalar(
            curve.orElseThrow(() -> fields.malformed("parameters", "missing")),
            new BigInteger(1, scalar),
            fields::malformed);
    Arrays.fill(scalar, (byte) 0);
    if (fields.isNext(0xa1)
        && !Arrays.equals(
            fields.explicit("public key", 1).bits("public key"), key.publicKey().point())) {
      key.close();
      throw fields.malformed("public key", "not that of the private scalar");
    }
    fields.end();
    return key;
  }

  static EcdsaCurve curve(DerReader in) throws MalformedException {
    String identifier = in.objectIdentifier("curve");
    in.end();
    return EcdsaCurve.ofObjectIdentifier(identifier)
        .orElseThrow(() -> in.malformed("curve", identifier + " is not supported"));
  }

  static PrivateKey readPkcs8(byte[] der) throws MalformedException {
    DerReader in = new DerReader("PKCS#8 private key", der);
    DerReader fields = in.sequence("PrivateKeyInfo");
    in.end();
    if (fields.smallInteger("version") > 1) {
      throw fields.malformed("version", "not 0 or 1");
    }
    DerReader algorithm = fields.sequence("algorithm");
    String identifier = algorithm.objectIdentifier("algorithm");
    byte[] key = fields.octets("key");
    while (fields.hasMore()) {
      fields.skip("attributes"); // and the public key of version 1, which follows from the private
    }
    try {
      return switch (identifier) {
        case RSA -> readPkcs1(key);
        case EC -> readSec1(key, Optional.of(curve(algorithm)));
        case ED25519 -> readEd25519(key);
        default -> throw algorithm.malformed("algorithm", identifier + " is not supported");
      };
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** RFC 8410 §7: an octet string inside the octet string. */
  private static PrivateKey readEd25519(byte[] der) throws MalformedException {
    DerReader in = new DerReader("Ed25519 private key", der);
    byte[] seed = in.octets("seed");
    in.end();
    if (seed.length != Ed25519PrivateKey.SEED_LENGTH) {
      throw in.malformed("seed", seed.length + " bytes");
    }
    return new Ed25519PrivateKey(new SecretBytes(seed));
  }
}
