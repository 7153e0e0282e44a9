package org.sshlite.crypto.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How a .ppk file of version 3 gets its keys from a passphrase: Argon2 (RFC 9106).
 *
 * @param type of {@link Argon2Parameters}
 * @param memory in KiB
 */
record PuttyKeyDerivation(int type, int memory, int passes, int parallelism, byte[] salt) {
  private static final int CIPHER_KEY_LENGTH = 32;
  private static final int IV_LENGTH = 16;
  private static final int MAC_KEY_LENGTH = 32;

  /** The cipher's key and IV, and the MAC's key. */
  record Keys(byte[] cipherKey, byte[] iv, byte[] macKey) implements AutoCloseable {
    /** For a file that is not encrypted. */
    static Keys none() {
      return new Keys(new byte[0], new byte[0], new byte[0]);
    }

    @Override
    public void close() {
      Arrays.fill(cipherKey, (byte) 0);
      Arrays.fill(iv, (byte) 0);
      Arrays.fill(macKey, (byte) 0);
    }
  }

  Keys derive(byte[] passphrase) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(type)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(parallelism)
            .withSalt(salt)
            .build());
    byte[] out = new byte[CIPHER_KEY_LENGTH + IV_LENGTH + MAC_KEY_LENGTH];
    argon2.generateBytes(passphrase, out);
    Keys keys =
        new Keys(
            Arrays.copyOf(out, CIPHER_KEY_LENGTH),
            Arrays.copyOfRange(out, CIPHER_KEY_LENGTH, CIPHER_KEY_LENGTH + IV_LENGTH),
            Arrays.copyOfRange(out, CIPHER_KEY_LENGTH + IV_LENGTH, out.length));
    Arrays.fill(out, (byte) 0);
    return keys;
  }

  /** Version 2 hashed with SHA-1 and had no IV; an unencrypted file has the empty passphrase. */
  static Keys version2(byte[] passphrase) {
    byte[] first = sha1(new byte[] {0, 0, 0, 0}, passphrase);
    byte[] second = sha1(new byte[] {0, 0, 0, 1}, passphrase);
    byte[] cipherKey = Arrays.copyOf(first, CIPHER_KEY_LENGTH);
    System.arraycopy(second, 0, cipherKey, first.length, CIPHER_KEY_LENGTH - first.length);
    Arrays.fill(first, (byte) 0);
    Arrays.fill(second, (byte) 0);
    byte[] prefix = "putty-private-key-file-mac-key".getBytes(StandardCharsets.US_ASCII);
    return new Keys(cipherKey, new byte[IV_LENGTH], sha1(prefix, passphrase));
  }

  private static byte[] sha1(byte[] prefix, byte[] passphrase) {
    MessageDigest sha1 = Hash.start("SHA-1");
    sha1.update(prefix);
    return sha1.digest(passphrase);
  }
}
