package org.sshlite.mitm.catalogue;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KEM;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.crypto.wire.SecretBytes;

/** mlkem768x25519-sha256 whose X25519 half is worth nothing. */
final class HybridSecret {
  private static final int KEM_PUBLIC_KEY = 1184;
  private static final int POINT = 32;

  /** SubjectPublicKeyInfo of ML-KEM-768 up to the key itself, RFC 5280 §4.1, FIPS 203. */
  private static final byte[] HEADER =
      HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

  private HybridSecret() {}

  /** A good ciphertext and the point 0; K = SHA-256(K_PQ ‖ 0…0). */
  static KexMethod.Response withZeroPoint(byte[] init) throws KexException {
    if (init.length < KEM_PUBLIC_KEY) {
      throw new KexException("the client's blob is too short");
    }
    try {
      KEM.Encapsulated sealed =
          KEM.getInstance("ML-KEM").newEncapsulator(publicKey(init)).encapsulate();
      byte[] ciphertext = sealed.encapsulation();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(sealed.key().getEncoded());
      digest.update(new byte[POINT]);
      return new KexMethod.Response(
          Arrays.copyOf(ciphertext, ciphertext.length + POINT), new SecretBytes(digest.digest()));
    } catch (GeneralSecurityException e) {
      throw new KexException("the client's ML-KEM key is not one");
    }
  }

  private static PublicKey publicKey(byte[] init) throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(HEADER, HEADER.length + KEM_PUBLIC_KEY);
    System.arraycopy(init, 0, encoded, HEADER.length, KEM_PUBLIC_KEY);
    return KeyFactory.getInstance("ML-KEM").generatePublic(new X509EncodedKeySpec(encoded));
  }
}
