package org.sshlite.knownhosts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * Hashed host names, {@code |1|salt|hash}: hash is HMAC-SHA1 of the name with the salt as key. The
 * format leaves no choice of the hash; it hides names from a casual reader and protects nothing
 * else. One object hashes for one thread.
 */
final class HashedName {
  private static final String MAGIC = "|1|";
  private static final int LENGTH = 20; // bytes of SHA-1: of the salt and of the hash
  private static final int ENCODED = 28; // the same in base64
  private static final int SALT_AT = MAGIC.length();
  private static final int HASH_AT = SALT_AT + ENCODED + 1;
  private static final int TOTAL = HASH_AT + ENCODED;
  private static final int BLOCK = 64; // bytes that SHA-1 takes at a time, RFC 2104 §2
  private static final byte[] DIGIT = digits();
  private static final SecureRandom RANDOM = new SecureRandom();

  // not javax.crypto.Mac: a file of 50,000 hashed names takes as many keys, each used once
  private final MessageDigest sha1;
  private final byte[] block = new byte[BLOCK];
  private final byte[] salt = new byte[LENGTH];
  private final byte[] hash = new byte[LENGTH];

  HashedName() {
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  /** Whether a names field is meant to be hashed, well-formed or not. */
  static boolean isHashed(String names) {
    return !names.isEmpty() && names.charAt(0) == '|';
  }

  static boolean isWellFormed(String names) {
    byte[] scratch = new byte[LENGTH];
    return hasForm(names, 0, names.length())
        && decode(names, SALT_AT, scratch)
        && decode(names, HASH_AT, scratch);
  }

  private static boolean hasForm(String text, int start, int end) {
    return end - start == TOTAL
        && text.startsWith(MAGIC, start)
        && text.charAt(start + HASH_AT - 1) == '|';
  }

  /** {@code name} with a fresh salt, as it stands in a file. */
  String hash(String name) {
    byte[] fresh = new byte[LENGTH];
    RANDOM.nextBytes(fresh);
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] code = hmac(fresh, FileText.bytes(name));
    return MAGIC + base64.encodeToString(fresh) + "|" + base64.encodeToString(code);
  }

  /**
   * Whether what stands from {@code start} to {@code end} is a hash of {@code name}.
   *
   * @param name the bytes of one name
   */
  boolean matches(String text, int start, int end, byte[] name) {
    return hasForm(text, start, end)
        && decode(text, start + SALT_AT, salt)
        && decode(text, start + HASH_AT, hash)
        && Arrays.equals(hmac(salt, name), hash);
  }

  private byte[] hmac(byte[] key, byte[] text) {
    pad(key, (byte) 0x36);
    sha1.update(block);
    byte[] inner = sha1.digest(text);
    pad(key, (byte) 0x5c);
    sha1.update(block);
    return sha1.digest(inner);
  }

  private void pad(byte[] key, byte with) {
    Arrays.fill(block, with);
    for (int i = 0; i < LENGTH; i++) {
      block[i] ^= key[i];
    }
  }

  /** Base64 of exactly 20 bytes, in the one form that an encoder writes. */
  private static boolean decode(String text, int at, byte[] to) {
    int out = 0;
    for (int i = at; i < at + ENCODED - 4; i += 4) {
      int bits =
          digit(text, i) << 18
              | digit(text, i + 1) << 12
              | digit(text, i + 2) << 6
              | digit(text, i + 3);
      if (bits < 0) {
        return false;
      }
      to[out++] = (byte) (bits >> 16);
      to[out++] = (byte) (bits >> 8);
      to[out++] = (byte) bits;
    }
    int last = at + ENCODED - 4;
    int bits = digit(text, last) << 12 | digit(text, last + 1) << 6 | digit(text, last + 2);
    to[out++] = (byte) (bits >> 10);
    to[out] = (byte) (bits >> 2);
    return bits >= 0 && (bits & 3) == 0 && text.charAt(last + 3) == '=';
  }

  /** 0 to 63, or a negative number. */
  private static int digit(String text, int at) {
    char c = text.charAt(at);
    return c < DIGIT.length ? DIGIT[c] : -1;
  }

  private static byte[] digits() {
    byte[] digits = new byte[128];
    Arrays.fill(digits, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      digits[alphabet.charAt(i)] = (byte) i;
    }
    return digits;
  }
}
