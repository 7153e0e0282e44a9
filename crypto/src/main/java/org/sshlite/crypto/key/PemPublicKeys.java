package org.sshlite.crypto.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * Public keys in PEM, for {@code ssh-keygen -e} and {@code -i}: SubjectPublicKeyInfo (RFC 5280
 * §4.1), which ssh-keygen calls PKCS8, and the RSAPublicKey of PKCS#1 (RFC 8017 appendix A.1.1).
 */
public final class PemPublicKeys {
  private static final String STRUCTURE = "PEM public key";
  private static final String SUBJECT_PUBLIC_KEY_INFO = "PUBLIC KEY";
  private static final String PKCS1 = "RSA PUBLIC KEY";

  private static final int PEM_LINE_LENGTH = 64; // RFC 7468 §2

  /** All that comes before the point, RFC 8410 §4. */
  private static final byte[] ED25519_START = HexFormat.of().parseHex("302a300506032b6570032100");

  private PemPublicKeys() {}

  /** Reads either form; the label tells. RSA keys may be as short as any that is read. */
  public static PublicKey parse(byte[] text) throws MalformedException {
    Armor armor = Armor.find(STRUCTURE, SUBJECT_PUBLIC_KEY_INFO, text);
    try (SecretBytes data = armor.data()) {
      PublicKey key =
          armor.label().equals(PKCS1) ? readPkcs1(data.bytes()) : readInfo(data.bytes());
      // the one place that knows the limit
      return PublicKeys.read(key.blob(), RsaPublicKey.LEAST_MINIMUM_BITS);
    }
  }

  private static PublicKey readPkcs1(byte[] der) throws MalformedException {
    DerReader in = new DerReader(STRUCTURE, der);
    DerReader fields = in.sequence("RSAPublicKey");
    in.end();
    BigInteger modulus = fields.integer("n", RsaPublicKey.MAXIMUM_BITS);
    BigInteger exponent = fields.integer("e", RsaPublicKey.MAXIMUM_BITS);
    fields.end();
    return RsaPublicKey.of(modulus, exponent, fields::malformed);
  }

  static PublicKey readInfo(byte[] der) throws MalformedException {
    DerReader in = new DerReader(STRUCTURE, der);
    DerReader fields = in.sequence("SubjectPublicKeyInfo");
    in.end();
    DerReader algorithm = fields.sequence("algorithm");
    String identifier = algorithm.objectIdentifier("algorithm");
    byte[] key = fields.bits("public key");
    fields.end();
    return switch (identifier) {
      case DerKeys.RSA -> readPkcs1(key);
      case DerKeys.EC -> EcdsaPublicKey.of(DerKeys.curve(algorithm), key, fields::malformed);
      case DerKeys.ED25519 -> {
        if (key.length != Ed25519PublicKey.LENGTH) {
          throw fields.malformed("public key", key.length + " bytes");
        }
        yield new Ed25519PublicKey(key);
      }
      default -> throw algorithm.malformed("algorithm", identifier + " is not supported");
    };
  }

  /**
   * A SubjectPublicKeyInfo as a file, whole lines.
   *
   * @throws IllegalArgumentException for types that have no such form
   */
  public static String formatInfo(PublicKey key) {
    return armored(SUBJECT_PUBLIC_KEY_INFO, info(key));
  }

  /** An RSAPublicKey as a file, whole lines. */
  public static String formatPkcs1(RsaPublicKey key) {
    try {
      DerReader fields = new DerReader(STRUCTURE, info(key)).sequence("SubjectPublicKeyInfo");
      fields.skip("algorithm");
      return armored(PKCS1, fields.bits("public key"));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] info(PublicKey key) {
    try {
      return switch (key) {
        case RsaPublicKey rsa ->
            KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(rsa.modulus(), rsa.exponent()))
                .getEncoded();
        case EcdsaPublicKey ecdsa ->
            KeyFactory.getInstance("EC").generatePublic(pointOf(ecdsa)).getEncoded();
        case Ed25519PublicKey ed25519 -> concatenated(ED25519_START, ed25519.point());
        default -> throw new IllegalArgumentException(key.type() + " has no such form");
      };
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e); // every JDK has both, and the keys are valid
    }
  }

  private static ECPublicKeySpec pointOf(EcdsaPublicKey key) {
    byte[] point = key.point();
    int length = key.curve().fieldLength();
    return new ECPublicKeySpec(
        new ECPoint(
            new BigInteger(1, point, 1, length), new BigInteger(1, point, 1 + length, length)),
        key.curve().jdkParameters());
  }

  private static byte[] concatenated(byte[] start, byte[] rest) {
    byte[] both = Arrays.copyOf(start, start.length + rest.length);
    System.arraycopy(rest, 0, both, start.length, rest.length);
    return both;
  }

  private static String armored(String label, byte[] der) {
    return new String(Armor.format(label, der, PEM_LINE_LENGTH), StandardCharsets.US_ASCII);
  }
}
