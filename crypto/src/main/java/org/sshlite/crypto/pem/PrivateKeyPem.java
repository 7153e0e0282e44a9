package org.sshlite.crypto.pem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.sshlite.crypto.key.EcdsaPrivateKey;
import org.sshlite.crypto.key.Ed25519PrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshWriter;

/** Writes RSA, ECDSA and Ed25519 private keys as PEM files. The caller erases what it gets. */
public final class PrivateKeyPem {
  private static final int LINE_LENGTH = 64; // RFC 7468 §2
  private static final int SALT_LENGTH = 16; // RFC 8018 §4.1 wants 8 at least
  private static final int KEY_LENGTH = 32;
  private static final int IV_LENGTH = 16;

  /** Half a second for us, and for whoever tries passphrases; OpenSSL's 2048 is of another age. */
  private static final int ITERATIONS = 600_000;

  private PrivateKeyPem() {}

  /** Whether keys of this kind have such forms at all. */
  public static boolean supports(PrivateKey key) {
    return hasTraditional(key) || key instanceof Ed25519PrivateKey;
  }

  /** Whether keys of this kind have a form that is older than PKCS#8. */
  public static boolean hasTraditional(PrivateKey key) {
    return key instanceof RsaPrivateKey || key instanceof EcdsaPrivateKey;
  }

  /**
   * PKCS#1 or SEC 1, unencrypted: the encryption of these forms (RFC 1421) is one round of MD5.
   *
   * @throws IllegalArgumentException for other types
   */
  public static byte[] traditional(PrivateKey key) {
    if (!hasTraditional(key)) {
      throw new IllegalArgumentException(key.publicKey().type() + " has no such form");
    }
    PrivateKeyFields fields = PrivateKeyFields.of(key);
    return armored(fields.label(), fields.traditional());
  }

  /**
   * PKCS#8, encrypted by PBES2 of RFC 8018 with AES-256-CBC and PBKDF2 over HMAC-SHA-256.
   *
   * @param passphrase empty for an unencrypted file; stays the caller's
   * @throws IllegalArgumentException for types other than RSA, ECDSA and Ed25519
   */
  public static byte[] pkcs8(PrivateKey key, SecretBytes passphrase, SecureRandom random) {
    byte[] plain = PrivateKeyFields.of(key).pkcs8();
    if (passphrase.length() == 0) {
      return armored("PRIVATE KEY", plain);
    }
    try {
      return armored("ENCRYPTED PRIVATE KEY", encrypt(plain, passphrase, random));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static byte[] encrypt(byte[] plain, SecretBytes passphrase, SecureRandom random) {
    byte[] salt = new byte[SALT_LENGTH];
    byte[] iv = new byte[IV_LENGTH];
    random.nextBytes(salt);
    random.nextBytes(iv);
    byte[] key = derive(passphrase, salt);
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return new EncryptedPrivateKeyInfo(scheme(salt, iv), cipher.doFinal(plain)).getEncoded("DER");
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e); // every JDK has AES-CBC; written to memory
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] derive(SecretBytes passphrase, byte[] salt) {
    PKCS5S2ParametersGenerator pbkdf2 = new PKCS5S2ParametersGenerator(new SHA256Digest());
    pbkdf2.init(passphrase.bytes(), salt, ITERATIONS);
    return ((KeyParameter) pbkdf2.generateDerivedMacParameters(8 * KEY_LENGTH)).getKey();
  }

  private static AlgorithmIdentifier scheme(byte[] salt, byte[] iv) {
    AlgorithmIdentifier hmac =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBES2,
        new PBES2Parameters(
            new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2,
                new PBKDF2Params(salt, ITERATIONS, KEY_LENGTH, hmac)),
            new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv))));
  }

  /** Erases {@code der}. */
  private static byte[] armored(String label, byte[] der) {
    byte[] body = Base64.getEncoder().encode(der);
    SshWriter out = new SshWriter(body.length + body.length / LINE_LENGTH + 128);
    out.bytes(("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII));
    for (int at = 0; at < body.length; at += LINE_LENGTH) {
      out.bytes(body, at, Math.min(LINE_LENGTH, body.length - at)).uint8('\n');
    }
    out.bytes(("-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII));
    byte[] text = out.toByteArray();
    out.wipe();
    Arrays.fill(body, (byte) 0);
    Arrays.fill(der, (byte) 0);
    return text;
  }
}
