package org.sshlite.mitm.catalogue;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KEM;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMGenerator;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePublicKeyParameters;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.crypto.wire.SecretBytes;

/** A hybrid method whose X25519 half is worth nothing. */
enum HybridSecret {
  ML_KEM_768("SHA-256", 1184),
  SNTRUP761("SHA-512", 1158);

  private static final int POINT = 32;

  /** SubjectPublicKeyInfo of ML-KEM-768 up to the key itself, RFC 5280 §4.1, FIPS 203. */
  private static final byte[] HEADER =
      HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

  private final String hash;
  private final int publicKeyLength;

  HybridSecret(String hash, int publicKeyLength) {
    this.hash = hash;
    this.publicKeyLength = publicKeyLength;
  }

  static HybridSecret of(KexMethod kex) {
    return kex.name().startsWith("sntrup") ? SNTRUP761 : ML_KEM_768;
  }

  /** A good ciphertext and a point of small order; K = HASH(K_PQ ‖ 0…0). */
  KexMethod.Response behindCiphertext(byte[] init, byte[] point, SecureRandom random)
      throws KexException {
    if (init.length < publicKeyLength) {
      throw new KexException("the client's blob is too short");
    }
    try {
      Sealed sealed = seal(Arrays.copyOf(init, publicKeyLength), random);
      MessageDigest digest = MessageDigest.getInstance(hash);
      digest.update(sealed.secret);
      digest.update(new byte[POINT]);
      byte[] reply = Arrays.copyOf(sealed.ciphertext, sealed.ciphertext.length + point.length);
      System.arraycopy(point, 0, reply, sealed.ciphertext.length, point.length);
      return new KexMethod.Response(reply, new SecretBytes(digest.digest()));
    } catch (GeneralSecurityException e) {
      throw new KexException("the client's KEM key is not one");
    }
  }

  private record Sealed(byte[] ciphertext, byte[] secret) {}

  private Sealed seal(byte[] publicKey, SecureRandom random) throws GeneralSecurityException {
    if (this == SNTRUP761) {
      SecretWithEncapsulation sealed =
          new SNTRUPrimeKEMGenerator(random)
              .generateEncapsulated(
                  new SNTRUPrimePublicKeyParameters(SNTRUPrimeParameters.sntrup761, publicKey));
      return new Sealed(sealed.getEncapsulation(), sealed.getSecret());
    }
    KEM.Encapsulated sealed =
        KEM.getInstance("ML-KEM").newEncapsulator(mlKem(publicKey)).encapsulate();
    return new Sealed(sealed.encapsulation(), sealed.key().getEncoded());
  }

  private static PublicKey mlKem(byte[] publicKey) throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(HEADER, HEADER.length + publicKey.length);
    System.arraycopy(publicKey, 0, encoded, HEADER.length, publicKey.length);
    return KeyFactory.getInstance("ML-KEM").generatePublic(new X509EncodedKeySpec(encoded));
  }
}
