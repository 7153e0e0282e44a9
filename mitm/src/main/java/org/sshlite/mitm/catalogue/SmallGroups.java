package org.sshlite.mitm.catalogue;

import java.math.BigInteger;

/** Numbers for finite-field key exchange. */
final class SmallGroups {
  /** RFC 3526 §3: p = 2^2048 − 2^1984 − 1 + 2^64 · ([2^1918 π] + 124476). */
  static final BigInteger GROUP14 = rfc3526(2048, 1918, 124476);

  /** RFC 3526 §5 and §7. */
  static final BigInteger GROUP16 = rfc3526(4096, 3966, 240904);

  static final BigInteger GROUP18 = rfc3526(8192, 8062, 4743158);

  /** RFC 2409 §6.2, of group1: 1024 bits, within reach since 2015 (CVE-2015-4000). */
  static final BigInteger GROUP1 = rfc3526(1024, 894, 129093);

  private SmallGroups() {}

  private static BigInteger rfc3526(int bits, int piBits, int offset) {
    BigInteger pi = pi(piBits).add(BigInteger.valueOf(offset));
    return BigInteger.ONE
        .shiftLeft(bits)
        .subtract(BigInteger.ONE.shiftLeft(bits - 64))
        .subtract(BigInteger.ONE)
        .add(pi.shiftLeft(64));
  }

  /** [2^bits π], by Machin's formula. */
  private static BigInteger pi(int bits) {
    int guard = 64;
    BigInteger one = BigInteger.ONE.shiftLeft(bits + guard);
    return arctan(5, one)
        .multiply(BigInteger.valueOf(4))
        .subtract(arctan(239, one))
        .multiply(BigInteger.valueOf(4))
        .shiftRight(guard);
  }

  private static BigInteger arctan(int inverse, BigInteger one) {
    BigInteger square = BigInteger.valueOf((long) inverse * inverse);
    BigInteger term = one.divide(BigInteger.valueOf(inverse));
    BigInteger sum = term;
    for (int n = 3; term.signum() != 0; n += 2) {
      term = term.divide(square);
      BigInteger part = term.divide(BigInteger.valueOf(n));
      sum = n % 4 == 3 ? sum.subtract(part) : sum.add(part);
    }
    return sum;
  }
}
