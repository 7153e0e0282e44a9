package org.sshlite.crypto.pem;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sshlite.crypto.key.EcdsaCurve;
import org.sshlite.crypto.key.EcdsaPrivateKey;
import org.sshlite.crypto.key.EcdsaPublicKey;
import org.sshlite.crypto.key.Ed25519PrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * A private key's numbers in ASN.1.
 *
 * @param label of the traditional form
 * @param key of the traditional form
 * @param algorithm of PKCS#8
 * @param inner what PKCS#8 wraps: the same, less what the algorithm says already
 */
record PrivateKeyFields(
    String label, ASN1Object key, AlgorithmIdentifier algorithm, ASN1Object inner) {
  private static final ASN1ObjectIdentifier ED25519 =
      new ASN1ObjectIdentifier("1.3.101.112"); // RFC 8410 §3

  private static final int MAXIMUM_BITS = 16384; // of an RSA key that could be read

  /** Empty of secrets only when garbage is collected: ASN.1 objects cannot be erased. */
  static PrivateKeyFields of(PrivateKey key) {
    SshWriter out = new SshWriter(2048);
    key.write(out);
    byte[] encoded = out.toByteArray();
    out.wipe();
    try {
      SshReader in = new SshReader("private key", encoded);
      in.ascii("type");
      return switch (key) {
        case RsaPrivateKey _ -> rsa(in);
        case EcdsaPrivateKey ecdsa -> ecdsa(ecdsa.publicKey(), in);
        case Ed25519PrivateKey _ -> ed25519(in);
        default -> throw new IllegalArgumentException(key.publicKey().type() + " has no such form");
      };
    } catch (MalformedException e) {
      throw new AssertionError(e); // the key wrote it
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static PrivateKeyFields rsa(SshReader in) throws MalformedException {
    BigInteger n = in.mpint("n", MAXIMUM_BITS);
    BigInteger e = in.mpint("e", MAXIMUM_BITS);
    BigInteger d = in.mpint("d", MAXIMUM_BITS);
    BigInteger coefficient = in.mpint("iqmp", MAXIMUM_BITS);
    BigInteger p = in.mpint("p", MAXIMUM_BITS);
    BigInteger q = in.mpint("q", MAXIMUM_BITS);
    RSAPrivateKey key =
        new RSAPrivateKey(
            n,
            e,
            d,
            p,
            q,
            d.mod(p.subtract(BigInteger.ONE)),
            d.mod(q.subtract(BigInteger.ONE)),
            coefficient);
    return new PrivateKeyFields(
        "RSA PRIVATE KEY",
        key,
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
        key);
  }

  private static PrivateKeyFields ecdsa(EcdsaPublicKey key, SshReader in)
      throws MalformedException {
    in.ascii("curve");
    in.string("Q");
    BigInteger scalar = in.mpint("private scalar", MAXIMUM_BITS);
    ASN1ObjectIdentifier curve = curve(key.curve());
    int bits =
        switch (key.curve()) {
          case NISTP256 -> 256;
          case NISTP384 -> 384;
          case NISTP521 -> 521;
        };
    DERBitString point = new DERBitString(key.point());
    return new PrivateKeyFields(
        "EC PRIVATE KEY",
        new ECPrivateKey(bits, scalar, point, curve),
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve),
        new ECPrivateKey(bits, scalar, point, null));
  }

  /** RFC 8410 §7: it has no older form. */
  private static PrivateKeyFields ed25519(SshReader in) throws MalformedException {
    int length = in.string("public key").length;
    byte[] seedAndPoint = in.string("private key");
    DEROctetString seed =
        new DEROctetString(Arrays.copyOf(seedAndPoint, seedAndPoint.length - length));
    Arrays.fill(seedAndPoint, (byte) 0);
    return new PrivateKeyFields("PRIVATE KEY", seed, new AlgorithmIdentifier(ED25519), seed);
  }

  private static ASN1ObjectIdentifier curve(EcdsaCurve curve) {
    return switch (curve) {
      case NISTP256 -> SECObjectIdentifiers.secp256r1;
      case NISTP384 -> SECObjectIdentifiers.secp384r1;
      case NISTP521 -> SECObjectIdentifiers.secp521r1;
    };
  }

  /** PKCS#1 or SEC 1, DER. */
  byte[] traditional() {
    try {
      return key.getEncoded("DER");
    } catch (IOException e) {
      throw new AssertionError(e); // written to memory
    }
  }

  /** PKCS#8, DER. */
  byte[] pkcs8() {
    try {
      return new PrivateKeyInfo(algorithm, inner).getEncoded("DER");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
