package org.sshlite.crypto.cipher;

import java.util.Arrays;

/**
 * UHASH, RFC 4418 §5: three layers of universal hashing, repeated with shifted keys until there are
 * four bytes for each pass. Our own, since no provider carries UMAC. Messages end below 16 MiB,
 * where the second layer would need its 128-bit form (§5.3.2): packets are far shorter.
 */
final class UmacHash implements AutoCloseable {
  /** Bytes that the first layer turns into one 64-bit word. */
  static final int CHUNK = 1024;

  private static final int LARGEST_MESSAGE = 1 << 24;

  // §5.2: the last chunk is filled up to a multiple of this
  private static final int STEP = 32;

  // §5.3.1 and §5.3.2, POLY with 64-bit words: the prime 2^64 − 59
  private static final long OFFSET = 59;
  private static final long PRIME = -OFFSET;
  private static final long MARKER = PRIME - 1;
  private static final long LARGEST_WORD = -(1L << 32);
  private static final long POLYNOMIAL_KEY_MASK = 0x01ff_ffff_01ff_ffffL;

  // §5.4
  private static final long PRIME_36 = (1L << 36) - 5;

  private final int passes;
  private final int[] nhKey;
  private final long[] polynomialKeys;
  private final long[] innerProductKeys;
  private final int[] whiteningKeys;
  private final byte[] lastChunk = new byte[CHUNK];

  /** The keys L1Key, L2Key, L3Key1 and L3Key2 of §5.1, for as many passes as they reach. */
  UmacHash(byte[] l1Key, byte[] l2Key, byte[] l3Key1, byte[] l3Key2) {
    passes = l3Key2.length / Integer.BYTES;
    nhKey = new int[l1Key.length / Integer.BYTES];
    Arrays.setAll(nhKey, i -> (int) BigEndian.uint32(l1Key, i * Integer.BYTES));
    polynomialKeys = new long[passes];
    // 24 bytes for each pass, of which the first 8 are for 64-bit words
    Arrays.setAll(polynomialKeys, i -> BigEndian.uint64(l2Key, i * 24) & POLYNOMIAL_KEY_MASK);
    innerProductKeys = new long[l3Key1.length / Long.BYTES];
    Arrays.setAll(
        innerProductKeys,
        i -> Long.remainderUnsigned(BigEndian.uint64(l3Key1, i * Long.BYTES), PRIME_36));
    whiteningKeys = new int[passes];
    Arrays.setAll(whiteningKeys, i -> (int) BigEndian.uint32(l3Key2, i * Integer.BYTES));
  }

  /** Writes four bytes for each pass. */
  void compute(byte[] message, int offset, int length, byte[] out, int outOffset) {
    if (length > LARGEST_MESSAGE) {
      throw new IllegalArgumentException("message of " + length + " bytes");
    }
    int whole = Math.max(0, (length - 1) / CHUNK);
    int rest = length - whole * CHUNK;
    int padded = Math.max(STEP, (rest + STEP - 1) / STEP * STEP);
    System.arraycopy(message, offset + whole * CHUNK, lastChunk, 0, rest);
    Arrays.fill(lastChunk, rest, padded, (byte) 0);
    for (int pass = 0; pass < passes; pass++) {
      // each pass begins four words further into the key
      int shift = 4 * pass;
      long polynomial = 1;
      for (int i = 0; i < whole; i++) {
        long word = nh(message, offset + i * CHUNK, CHUNK, shift) + CHUNK * 8L;
        polynomial = polynomial(polynomialKeys[pass], polynomial, word);
      }
      long last = nh(lastChunk, 0, padded, shift) + rest * 8L;
      // §5.1: a message of one chunk skips the second layer
      long hashed = whole == 0 ? last : reduce(polynomial(polynomialKeys[pass], polynomial, last));
      BigEndian.putUint32(out, outOffset + 4 * pass, innerProduct(pass, hashed));
    }
  }

  /** NH, §5.2.2, with the words in little-endian order (§5.2.1, ENDIAN-SWAP). */
  private long nh(byte[] message, int offset, int length, int shift) {
    long sum = 0;
    for (int at = 0; at < length; at += STEP) {
      int m = offset + at;
      int k = shift + at / Integer.BYTES;
      sum +=
          product(word(message, m), nhKey[k], word(message, m + 16), nhKey[k + 4])
              + product(word(message, m + 4), nhKey[k + 1], word(message, m + 20), nhKey[k + 5])
              + product(word(message, m + 8), nhKey[k + 2], word(message, m + 24), nhKey[k + 6])
              + product(word(message, m + 12), nhKey[k + 3], word(message, m + 28), nhKey[k + 7]);
    }
    return sum;
  }

  private static int word(byte[] message, int offset) {
    return Integer.reverseBytes((int) BigEndian.uint32(message, offset));
  }

  private static long product(int m1, int k1, int m2, int k2) {
    return Integer.toUnsignedLong(m1 + k1) * Integer.toUnsignedLong(m2 + k2);
  }

  /** One word of POLY, §5.3.2; the result is below 2^64 and not always below the prime. */
  private static long polynomial(long key, long value, long word) {
    if (Long.compareUnsigned(word, LARGEST_WORD) >= 0) {
      long marked = step(key, value, MARKER);
      return step(key, marked, word - OFFSET);
    }
    return step(key, value, word);
  }

  /** key · value + word modulo the prime. The key's mask keeps the high half below 2^57. */
  private static long step(long key, long value, long word) {
    long high = Math.unsignedMultiplyHigh(key, value);
    return add(add(key * value, high * OFFSET), word);
  }

  /** Adds modulo the prime: 2^64 is the same as 59. */
  private static long add(long a, long b) {
    long sum = a + b;
    if (Long.compareUnsigned(sum, a) < 0) {
      sum += OFFSET;
      // both were next to 2^64
      if (Long.compareUnsigned(sum, OFFSET) < 0) {
        sum += OFFSET;
      }
    }
    return sum;
  }

  private static long reduce(long value) {
    return Long.compareUnsigned(value, PRIME) >= 0 ? value - PRIME : value;
  }

  /** L3-HASH, §5.4, of a value whose upper 64 bits are 0. */
  private long innerProduct(int pass, long value) {
    long sum = 0;
    for (int i = 0; i < 4; i++) {
      long part = value >>> (48 - 16 * i) & 0xffff;
      sum += part * innerProductKeys[8 * pass + 4 + i];
    }
    return (sum % PRIME_36) ^ whiteningKeys[pass];
  }

  @Override
  public void close() {
    Arrays.fill(nhKey, 0);
    Arrays.fill(polynomialKeys, 0);
    Arrays.fill(innerProductKeys, 0);
    Arrays.fill(whiteningKeys, 0);
    Arrays.fill(lastChunk, (byte) 0);
  }
}
