package org.sshlite.crypto.key;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SshWriter;

/**
 * Keys of {@code java.security}: of a KeyStore, a token behind a provider such as SunPKCS11, or
 * made by a KeyPairGenerator. RSA, EC on the curves of {@link EcdsaCurve}, and Ed25519.
 */
final class JavaKeys {
  private JavaKeys() {}

  /** See {@link PublicKeys#of}. */
  static PublicKey publicKey(java.security.PublicKey key) throws MalformedException {
    byte[] info = key.getEncoded();
    if (info == null || !"X.509".equals(key.getFormat())) {
      throw new MalformedException(
          "Java key", "format", Printable.line(key.getAlgorithm()) + " without an encoding");
    }
    return PublicKeys.read(PemPublicKeys.readInfo(info).blob());
  }

  /** See {@link Signer#of(java.security.PublicKey, java.security.PrivateKey)}. */
  static Signer signer(java.security.PublicKey publicKey, java.security.PrivateKey privateKey)
      throws MalformedException {
    return new JavaSigner(publicKey(publicKey), privateKey);
  }

  private record JavaSigner(PublicKey publicKey, java.security.PrivateKey privateKey)
      implements Signer {
    @Override
    public byte[] sign(String algorithm, byte[] data) throws IOException {
      PrivateKey.requireAlgorithm(publicKey, algorithm);
      byte[] signature = raw(algorithm, data);
      return SignatureBlob.of(
          algorithm,
          publicKey instanceof EcdsaPublicKey ecdsa ? pair(ecdsa, signature) : signature);
    }

    private byte[] raw(String algorithm, byte[] data) throws IOException {
      try {
        Signature signature = Signature.getInstance(jcaName(algorithm));
        signature.initSign(privateKey);
        signature.update(data);
        return signature.sign();
      } catch (GeneralSecurityException | RuntimeException e) { // providers of tokens throw both
        throw new IOException("the key cannot sign: " + e.getMessage(), e);
      }
    }

    private String jcaName(String algorithm) {
      return switch (publicKey) {
        // by DER, which every provider has
        case EcdsaPublicKey ecdsa -> ecdsa.curve().hash().replace("-", "") + "withECDSA";
        case Ed25519PublicKey _ -> "Ed25519";
        default -> RsaPublicKey.jcaName(algorithm);
      };
    }

    /** RFC 5656 §3.1.2 has two mpints where RFC 3279 §2.2.3 has a SEQUENCE. */
    private static byte[] pair(EcdsaPublicKey key, byte[] der) throws IOException {
      int bits = 8 * key.curve().fieldLength();
      try {
        DerReader in = new DerReader("ECDSA signature", der);
        DerReader fields = in.sequence("Ecdsa-Sig-Value");
        in.end();
        BigInteger r = fields.integer("r", bits);
        BigInteger s = fields.integer("s", bits);
        fields.end();
        return new SshWriter().mpint(r).mpint(s).toByteArray();
      } catch (MalformedException e) {
        throw new IOException("the key cannot sign: " + e.getMessage(), e);
      }
    }

    @Override
    public String toString() {
      return "private key of " + publicKey;
    }
  }
}
