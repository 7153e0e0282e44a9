package org.sshlite.crypto.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * An EncryptedPrivateKeyInfo of PKCS#8 (RFC 5958 §3) by PBES2 (RFC 8018 §6.2): PBKDF2 or scrypt
 * (RFC 7914), AES or triple DES in CBC; or by what PKCS#12 has (RFC 7292 appendices B and C), with
 * SHA-1 and triple DES. The older PBES1, which OpenSSL 3 too has put away, is not supported.
 */
final class Pkcs8Encryption {
  private static final String STRUCTURE = "encrypted PKCS#8 private key";
  private static final String PBES2 = "1.2.840.113549.1.5.13";
  private static final String PKCS12_TRIPLE_DES = "1.2.840.113549.1.12.1.3";
  private static final String PKCS12_TWO_KEY_TRIPLE_DES = "1.2.840.113549.1.12.1.4";
  private static final String PBKDF2 = "1.2.840.113549.1.5.12";
  private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";
  private static final String HMAC_SHA1 = "1.2.840.113549.2.7"; // RFC 8018's default

  /** Ten seconds of work and more: whoever wrote a larger number wants us to hang. */
  private static final int MAXIMUM_ITERATIONS = 10_000_000;

  /** Bytes of memory for scrypt; OpenSSL's default takes 16 MiB. */
  private static final long MAXIMUM_MEMORY = 1L << 30;

  private final Scheme scheme;
  private final byte[] sealed;

  private interface Derivation {
    byte[] derive(byte[] passphrase, int length);
  }

  private record CipherInfo(String algorithm, int keyLength, int blockLength) {
    static final CipherInfo TRIPLE_DES = new CipherInfo("DESede", 24, 8);
  }

  private record KeyAndIv(byte[] key, byte[] iv) {}

  private record Scheme(CipherInfo cipher, Function<byte[], KeyAndIv> secrets) {}

  private Pkcs8Encryption(Scheme scheme, byte[] sealed) {
    this.scheme = scheme;
    this.sealed = sealed;
  }

  static Pkcs8Encryption read(byte[] der) throws MalformedException {
    DerReader in = new DerReader(STRUCTURE, der);
    DerReader fields = in.sequence("EncryptedPrivateKeyInfo");
    in.end();
    DerReader algorithm = fields.sequence("encryption algorithm");
    String identifier = algorithm.objectIdentifier("encryption algorithm");
    Scheme scheme =
        switch (identifier) {
          case PBES2 -> readPbes2(algorithm.sequence("PBES2 parameters"));
          case PKCS12_TRIPLE_DES -> readPkcs12(algorithm.sequence("PKCS#12 parameters"), 24);
          case PKCS12_TWO_KEY_TRIPLE_DES ->
              readPkcs12(algorithm.sequence("PKCS#12 parameters"), 16);
          default ->
              throw algorithm.malformed("encryption algorithm", identifier + " is not supported");
        };
    byte[] sealed = fields.octets("encrypted data");
    fields.end();
    if (sealed.length == 0 || sealed.length % scheme.cipher.blockLength != 0) {
      throw fields.malformed("encrypted data", "not whole blocks");
    }
    return new Pkcs8Encryption(scheme, sealed);
  }

  private static Scheme readPbes2(DerReader in) throws MalformedException {
    Derivation derivation = readDerivation(in.sequence("key derivation"));
    DerReader scheme = in.sequence("encryption scheme");
    CipherInfo cipher = cipher(scheme.objectIdentifier("encryption scheme"), scheme);
    byte[] iv = scheme.octets("IV");
    if (iv.length != cipher.blockLength) {
      throw scheme.malformed("IV", iv.length + " bytes");
    }
    return new Scheme(
        cipher, passphrase -> new KeyAndIv(derivation.derive(passphrase, cipher.keyLength), iv));
  }

  /** RFC 7292 appendix C: salt, iterations. With two keys the third is the first again. */
  private static Scheme readPkcs12(DerReader in, int keyLength) throws MalformedException {
    byte[] salt = in.octets("salt");
    int iterations = readIterations(in);
    return new Scheme(
        CipherInfo.TRIPLE_DES,
        passphrase -> {
          ParametersWithIV made = pkcs12(passphrase, salt, iterations, keyLength);
          byte[] keys = ((KeyParameter) made.getParameters()).getKey();
          byte[] three = Arrays.copyOf(keys, CipherInfo.TRIPLE_DES.keyLength);
          System.arraycopy(keys, 0, three, keyLength, three.length - keyLength);
          Arrays.fill(keys, (byte) 0);
          return new KeyAndIv(three, made.getIV());
        });
  }

  private static ParametersWithIV pkcs12(
      byte[] passphrase, byte[] salt, int iterations, int keyLength) {
    CharBuffer decoded = UTF_8.decode(ByteBuffer.wrap(passphrase));
    char[] text = Arrays.copyOf(decoded.array(), decoded.limit());
    byte[] password = PBEParametersGenerator.PKCS12PasswordToBytes(text);
    try {
      PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(new SHA1Digest());
      generator.init(password, salt, iterations);
      return (ParametersWithIV)
          generator.generateDerivedParameters(8 * keyLength, 8 * CipherInfo.TRIPLE_DES.blockLength);
    } finally {
      Arrays.fill(decoded.array(), '\0');
      Arrays.fill(text, '\0');
      Arrays.fill(password, (byte) 0);
    }
  }

  private static CipherInfo cipher(String identifier, DerReader in) throws MalformedException {
    return switch (identifier) {
      case "2.16.840.1.101.3.4.1.2" -> new CipherInfo("AES", 16, 16);
      case "2.16.840.1.101.3.4.1.22" -> new CipherInfo("AES", 24, 16);
      case "2.16.840.1.101.3.4.1.42" -> new CipherInfo("AES", 32, 16);
      case "1.2.840.113549.3.7" -> CipherInfo.TRIPLE_DES;
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
    int iterations = readIterations(in);
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

  private static int readIterations(DerReader in) throws MalformedException {
    int iterations = in.smallInteger("iterations");
    if (iterations < 1 || iterations > MAXIMUM_ITERATIONS) {
      throw in.malformed("iterations", "not 1 to " + MAXIMUM_ITERATIONS);
    }
    return iterations;
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
    KeyAndIv secrets = scheme.secrets.apply(passphrase.bytes());
    try {
      Cipher jdk = Cipher.getInstance(scheme.cipher.algorithm + "/CBC/PKCS5Padding");
      jdk.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(secrets.key, scheme.cipher.algorithm),
          new IvParameterSpec(secrets.iv));
      return jdk.doFinal(sealed);
    } catch (GeneralSecurityException _) {
      throw new WrongPassphraseException(); // the padding is all there is to tell
    } finally {
      Arrays.fill(secrets.key, (byte) 0);
    }
  }
}
