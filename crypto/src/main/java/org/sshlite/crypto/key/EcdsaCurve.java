package org.sshlite.crypto.key;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** A required curve of RFC 5656 §10.1 with the hash that §6.2.1 gives it. */
public enum EcdsaCurve {
  NISTP256("nistp256", "secp256r1", "1.2.840.10045.3.1.7", 32, "SHA-256"),
  NISTP384("nistp384", "secp384r1", "1.3.132.0.34", 48, "SHA-384"),
  NISTP521("nistp521", "secp521r1", "1.3.132.0.35", 66, "SHA-512");

  private final String identifier;
  private final String secName;
  private final String objectIdentifier;
  private final int fieldLength;
  private final String hash;

  EcdsaCurve(
      String identifier, String secName, String objectIdentifier, int fieldLength, String hash) {
    this.identifier = identifier;
    this.secName = secName;
    this.objectIdentifier = objectIdentifier;
    this.fieldLength = fieldLength;
    this.hash = hash;
  }

  /** The curve of the key type {@code ecdsa-sha2-nistp256} and so on. */
  static Optional<EcdsaCurve> ofKeyType(String type) {
    return Stream.of(values()).filter(curve -> curve.keyType().equals(type)).findFirst();
  }

  /** The curve that DER names by a dotted object identifier. */
  static Optional<EcdsaCurve> ofObjectIdentifier(String identifier) {
    return Stream.of(values())
        .filter(curve -> curve.objectIdentifier.equals(identifier))
        .findFirst();
  }

  /** As DER names the curve, dotted. */
  String objectIdentifier() {
    return objectIdentifier;
  }

  /** The curve's identifier, RFC 5656 §6.1: {@code nistp256}. */
  public String identifier() {
    return identifier;
  }

  /** {@code ecdsa-sha2-nistp256}, the name of the key's type and of its signature algorithm. */
  public String keyType() {
    return "ecdsa-sha2-" + identifier;
  }

  /** Bytes of a coordinate or scalar. */
  int fieldLength() {
    return fieldLength;
  }

  /** The hash's JCA name. */
  String hash() {
    return hash;
  }

  ECDomainParameters domain() {
    X9ECParameters curve = CustomNamedCurves.getByName(secName);
    return new ECDomainParameters(curve);
  }

  /** The JDK's parameters of the same curve. */
  ECParameterSpec jdkParameters() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(secName));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e); // every JDK has these curves
    }
  }

  /**
   * The point of an uncompressed encoding, SEC 1 §2.3.4; empty unless it is on the curve and not at
   * infinity. As OpenSSH, compressed points are refused.
   */
  Optional<ECPoint> decode(byte[] encoded) {
    if (encoded.length != 1 + 2 * fieldLength || encoded[0] != 4) {
      return Optional.empty();
    }
    try {
      return Optional.of(domain().getCurve().decodePoint(encoded));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The public point of a private scalar, uncompressed. */
  byte[] publicPoint(BigInteger scalar) {
    return new FixedPointCombMultiplier()
        .multiply(domain().getG(), scalar)
        .normalize()
        .getEncoded(false);
  }

  /** OpenSSH's rule: more than half the order's bits, and less than the order minus one. */
  boolean isPrivateScalar(BigInteger scalar) {
    BigInteger order = domain().getN();
    return scalar.signum() > 0
        && scalar.bitLength() > order.bitLength() / 2
        && scalar.compareTo(order.subtract(BigInteger.ONE)) < 0;
  }
}
