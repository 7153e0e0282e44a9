package org.sshlite.crypto.key;

/**
 * How a key file in OpenSSH's format is encrypted.
 *
 * @param cipher a cipher's name, {@code aes256-ctr}
 * @param rounds of bcrypt_pbkdf, 1 to 65536
 */
public record KeyFileEncryption(String cipher, int rounds) {
  /** What ssh-keygen 10.5 does. */
  public static final KeyFileEncryption DEFAULT = new KeyFileEncryption("aes256-ctr", 24);

  /**
   * @throws IllegalArgumentException for a cipher that is not written (unknown, or CBC), or rounds
   *     out of range
   */
  public KeyFileEncryption {
    if (cipher.equals("none")
        || cipher.endsWith("-cbc")
        || KeyFileCipher.byName(cipher).isEmpty()) {
      throw new IllegalArgumentException("cipher not supported for key files: " + cipher);
    }
    if (rounds < 1 || rounds > OpenSshEnvelope.MAXIMUM_ROUNDS) {
      throw new IllegalArgumentException("rounds: " + rounds);
    }
  }

  KeyFileCipher keyFileCipher() {
    return KeyFileCipher.byName(cipher).orElseThrow();
  }
}
