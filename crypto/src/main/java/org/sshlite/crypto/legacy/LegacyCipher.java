package org.sshlite.crypto.legacy;

/** The block ciphers in CBC mode, RFC 4253 §6.3. */
public enum LegacyCipher {
  AES256_CBC("aes256-cbc", "AES", 32, 16),
  AES192_CBC("aes192-cbc", "AES", 24, 16),
  AES128_CBC("aes128-cbc", "AES", 16, 16),
  TRIPLE_DES_CBC("3des-cbc", "DESede", 24, 8);

  /**
   * Bytes under one key where blocks have 8 bytes. Two blocks of 2³² are likely the same, which
   * gives their plaintext away (Sweet32, CVE-2016-2183); of 2²⁷, which OpenSSH allows too, one time
   * in two thousand.
   */
  private static final long MAXIMUM_BYTES_OF_SMALL_BLOCKS = 1L << 30;

  private final String sshName;
  private final String jcaName;
  private final int keyLength;
  private final int blockSize;

  LegacyCipher(String sshName, String jcaName, int keyLength, int blockSize) {
    this.sshName = sshName;
    this.jcaName = jcaName;
    this.keyLength = keyLength;
    this.blockSize = blockSize;
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  public static LegacyCipher of(String sshName) {
    for (LegacyCipher cipher : values()) {
      if (cipher.sshName.equals(sshName)) {
        return cipher;
      }
    }
    throw new IllegalArgumentException("no such encryption algorithm: " + sshName);
  }

  public String sshName() {
    return sshName;
  }

  /** The JCA's name of its keys. */
  public String jcaName() {
    return jcaName;
  }

  /** The JCA's name of the cipher. */
  public String transformation() {
    return jcaName + "/CBC/NoPadding";
  }

  /** Bytes. */
  public int keyLength() {
    return keyLength;
  }

  /** Bytes of a block, and of the initial IV. */
  public int blockSize() {
    return blockSize;
  }

  /** Bytes that may go under one key. */
  public long maximumBytes() {
    return blockSize < 16 ? MAXIMUM_BYTES_OF_SMALL_BLOCKS : Long.MAX_VALUE;
  }

  String weakness() {
    return blockSize < 16 ? "CBC, and blocks of 64 bits" : "CBC";
  }
}
