package org.sshlite.crypto.kex;

import java.math.BigInteger;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.crypto.params.DHParameters;

/**
 * A group for finite-field Diffie-Hellman.
 *
 * @param p the modulus, a safe prime
 * @param g the generator
 */
public record DhGroup(BigInteger p, BigInteger g) {
  /**
   * @throws IllegalArgumentException if no group can have these: an even modulus, or a generator
   *     outside 2..p−2. Whether p is a safe prime is not checked
   */
  public DhGroup {
    if (p.signum() <= 0 || !p.testBit(0)) {
      throw new IllegalArgumentException("the modulus is not an odd number");
    }
    if (!isElement(g, p)) {
      throw new IllegalArgumentException("the generator is not between 1 and p-1");
    }
  }

  /** RFC 2409 §6.2, 1024 bits: RFC 4253 §8.1 calls it group 1. */
  static DhGroup group1() {
    return of(DHStandardGroups.rfc2409_1024);
  }

  /** RFC 3526 §3, 2048 bits. */
  static DhGroup group14() {
    return of(DHStandardGroups.rfc3526_2048);
  }

  /** RFC 3526 §5, 4096 bits. */
  static DhGroup group16() {
    return of(DHStandardGroups.rfc3526_4096);
  }

  /** RFC 3526 §7, 8192 bits. */
  static DhGroup group18() {
    return of(DHStandardGroups.rfc3526_8192);
  }

  private static DhGroup of(DHParameters parameters) {
    return new DhGroup(parameters.getP(), parameters.getG());
  }

  /** Bits of the modulus. */
  public int bits() {
    return p.bitLength();
  }

  /** Whether 1 &lt; value &lt; p−1, RFC 8268 §4. */
  boolean hasElement(BigInteger value) {
    return isElement(value, p);
  }

  private static boolean isElement(BigInteger value, BigInteger p) {
    return value.compareTo(BigInteger.ONE) > 0 && value.compareTo(p.subtract(BigInteger.ONE)) < 0;
  }
}
