package org.sshlite.crypto.kex;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.util.BigIntegers;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * ECDH over the curves of NIST, RFC 5656 §4. Bouncy Castle's curves made for these primes, measured
 * on JDK 25, warm: key pair and agreement together take a third of the JDK's time.
 *
 * @param curve the name in SEC 2
 * @param fieldLength bytes of a coordinate, and of the raw shared secret
 */
record EcdhAgreement(String curve, int fieldLength) implements Agreement {
  static final EcdhAgreement NISTP256 = new EcdhAgreement("secp256r1", 32);
  static final EcdhAgreement NISTP384 = new EcdhAgreement("secp384r1", 48);
  static final EcdhAgreement NISTP521 = new EcdhAgreement("secp521r1", 66);

  private static final int UNCOMPRESSED = 4;

  /** Bytes of a public key: an uncompressed point. */
  int publicKeyLength() {
    return 1 + 2 * fieldLength;
  }

  @Override
  public Ephemeral generate(SecureRandom random) {
    X9ECParameters parameters = CustomNamedCurves.getByName(curve);
    ECDomainParameters domain = new ECDomainParameters(parameters);
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(domain, random));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    byte[] publicKey = ((ECPublicKeyParameters) pair.getPublic()).getQ().getEncoded(false);
    return new KeyPair((ECPrivateKeyParameters) pair.getPrivate(), publicKey);
  }

  private SecretBytes agree(ECPrivateKeyParameters privateKey, byte[] peer) throws KexException {
    // RFC 5656 §4 lets a side refuse compressed points, as OpenSSH does
    if (peer.length != publicKeyLength() || peer[0] != UNCOMPRESSED) {
      throw new KexException("not an uncompressed point of " + curve);
    }
    ECDomainParameters domain = privateKey.getParameters();
    try {
      // both steps refuse a point that is not on the curve; the cofactor is 1
      var publicKey = new ECPublicKeyParameters(domain.getCurve().decodePoint(peer), domain);
      ECDHBasicAgreement agreement = new ECDHBasicAgreement();
      agreement.init(privateKey);
      BigInteger x = agreement.calculateAgreement(publicKey);
      return new SecretBytes(BigIntegers.asUnsignedByteArray(fieldLength, x));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new KexException("not a point of " + curve);
    }
  }

  private final class KeyPair implements Ephemeral {
    private final ECPrivateKeyParameters privateKey;
    private final byte[] publicKey;

    KeyPair(ECPrivateKeyParameters privateKey, byte[] publicKey) {
      this.privateKey = privateKey;
      this.publicKey = publicKey;
    }

    @Override
    public byte[] publicKey() {
      return publicKey;
    }

    @Override
    public SecretBytes agree(byte[] peerPublicKey) throws KexException {
      return EcdhAgreement.this.agree(privateKey, peerPublicKey);
    }

    @Override
    public void close() {
      // a BigInteger can't be erased
    }
  }
}
