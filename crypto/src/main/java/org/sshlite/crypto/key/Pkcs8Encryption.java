package org.sshlite.crypto.key;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * An EncryptedPrivateKeyInfo of PKCS#8 (RFC 5958 §3) by PBES2 (RFC 8018 §6.2): PBKDF2 or scrypt
 * (RFC 7914), AES or triple DES in CBC. The older PBES1, which OpenSSL 3 too has put away, is not
 * supported.
 */
final class Pkcs8Encryption {
  private static final String STRUCTURE = "encrypted PKCS#8 private key";
  private static final String PBES2 = "1.2.840.113549.1.5.13";
  private static final String PBKDF2 = "1.2.840.113549.1.5.12";
  private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";
  private static final String HMAC_SHA1 = "1.2.840.113549.2.7"; // RFC 8018's default

  /** Ten seconds of work and more: whoever wrote a larger number wants us to hang. */
  private static final int MAXIMUM_ITERATIONS = 10_000_000;

  /** Bytes of memory for scrypt; OpenSSL's default takes 16 MiB. */
  private static final long MAXIMUM_MEMORY = 1L << 30;

  private final Derivation derivation;
  private final CipherInfo cipher;
  private final byte[] sealed;

  private interface Derivation {
    byte[] derive(byte[] passphrase, int length);
  }

  private record CipherInfo(String algorithm, int keyLength, int blockLength) {}

  private Pkcs8Encryption(Derivation derivation, CipherInfo cipher, byte[] ivAndSealed) {
    this.derivation = derivation;
    this.cipher = cipher;
    this.sealed = ivAndSealed;
  }

  static Pkcs8Encryption read(byte[] der) throws MalformedException {
    DerReader in = new DerReader(STRUCTURE, der);
    DerReader fields = in.sequence("EncryptedPrivateKeyInfo");
    in.end();
    DerReader algorithm = fields.sequence("encryption algorithm");
    requireSupported(algorithm.objectIdentifier("encryption algorithm"), PBES2, algorithm);
    DerReader parameters = algorithm.sequence("PBES2 parameters");
    Derivation derivation = readDerivation(parameters.sequence("key derivation"));
    DerReader scheme = parameters.sequence("encryption scheme");
    CipherInfo cipher = cipher(scheme.objectIdentifier("encryption scheme"), scheme);
    byte[] iv = scheme.octets("IV");
    if (iv.length != cipher.blockLength) {
      throw scheme.malformed("IV", iv.length + " bytes");
    }
    byte[] sealed = fields.octets("encrypted data");
    fields.end();
    if (sealed.length == 0 || sealed.length % cipher.blockLength != 0) {
      throw fields.malformed("encrypted data", "not whole blocks");
    }
    byte[] both = Arrays.copyOf(iv, iv.length + sealed.length);
    System.arraycopy(sealed, 0, both, iv.length, sealed.length);
    return new Pkcs8Encryption(derivation, cipher, both);
  }

  private static void requireSupported(String identifier, String supported, DerReader in)
      throws MalformedException {
    if (!identifier.equals(supported)) {
      throw in.malformed("encryption algorithm", identifier + " is not supported");
    }
  }

  private static CipherInfo cipher(String identifier, DerReader in) throws MalformedException {
    return switch (identifier) {
      case "2.16.840.1.101.3.4.1.2" -> new CipherInfo("AES", 16, 16);
      case "2.16.840.1.101.3.4.1.22" -> new CipherInfo("AES", 24, 16);
      case "2.16.840.1.101.3.4.1.42" -> new CipherInfo("AES", 32, 16);
      case "1.2.840.113549.3.7" -> new CipherInfo("DESede", 24, 8);
      default -> throw in.malformed("encryption scheme", identifier + " is not supported");
    };
  }

  private static Derivation readDerivation(DerReader in) throws MalformedException {
    String identifier = in.objectIdentifier("key derivation");
    DerReader parameters = in.sequence("key derivation parameters");
    return switch (identifier) {
      case PBKDF2 -> readPbkdf2(parameters);
      case SCRYPT -> readScrypt(parameters);
      default -> throw in.malformed("key derivation", identifier + " is not supported");
    };
  }

  /** RFC 8018 appendix A.2: salt, iterations, key length, pseudo-random function. */
  private static Derivation readPbkdf2(DerReader in) throws MalformedException {
    byte[] salt = in.octets("salt");
    int iterations = in.smallInteger("iterations");
    if (iterations < 1 || iterations > MAXIMUM_ITERATIONS) {
      throw in.malformed("iterations", "not 1 to " + MAXIMUM_ITERATIONS);
    }
    if (in.isNext(DerReader.INTEGER)) {
      in.smallInteger("key length"); // the cipher tells
    }
    String function = in.hasMore() ? in.sequence("PRF").objectIdentifier("PRF") : HMAC_SHA1;
    digest(function, in); // refuses an unknown one before a passphrase is asked for
    return (passphrase, length) -> {
      try {
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest(function, in));
        generator.init(passphrase, salt, iterations);
        return ((KeyParameter) generator.generateDerivedMacParameters(8 * length)).getKey();
      } catch (MalformedException e) {
        throw new AssertionError(e);
      }
    };
  }

  private static Digest digest(String function, DerReader in) throws MalformedException {
    return switch (function) {
      case HMAC_SHA1 -> new SHA1Digest();
      case "1.2.840.113549.2.8" -> new SHA224Digest();
      case "1.2.840.113549.2.9" -> new SHA256Digest();
      case "1.2.840.113549.2.10" -> new SHA384Digest();
      case "1.2.840.113549.2.11" -> new SHA512Digest();
      default -> throw in.malformed("PRF", function + " is not supported");
    };
  }

  /** RFC 7914 §7: salt, N, r, p, key length. */
  private static Derivation readScrypt(DerReader in) throws MalformedException {
    byte[] salt = in.octets("salt");
    int cost = in.smallInteger("N");
    int blockSize = in.smallInteger("r");
    int parallelization = in.smallInteger("p");
    boolean possible =
        cost > 1
            && Integer.bitCount(cost) == 1
            && blockSize >= 1
            && parallelization >= 1
            && parallelization <= 16
            && 128L * cost * blockSize <= MAXIMUM_MEMORY;
    if (!possible) {
      throw in.malformed("N, r and p", "not possible, or too much work");
    }
    return (passphrase, length) ->
        SCrypt.generate(passphrase, salt, cost, blockSize, parallelization, length);
  }

  byte[] decrypt(SecretBytes passphrase) throws WrongPassphraseException {
    byte[] key = derivation.derive(passphrase.bytes(), cipher.keyLength);
    try {
      Cipher jdk = Cipher.getInstance(cipher.algorithm + "/CBC/PKCS5Padding");
      jdk.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, cipher.algorithm),
          new IvParameterSpec(sealed, 0, cipher.blockLength));
      return jdk.doFinal(sealed, cipher.blockLength, sealed.length - cipher.blockLength);
    } catch (GeneralSecurityException _) {
      throw new WrongPassphraseException(); // the padding is all there is to tell
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
