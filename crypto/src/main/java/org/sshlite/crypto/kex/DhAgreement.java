package org.sshlite.crypto.kex;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.util.BigIntegers;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * Finite-field Diffie-Hellman, RFC 4253 §8 and RFC 8268. A public key is the contents of an mpint.
 */
record DhAgreement(DhGroup group) implements Agreement {
  // twice the 256 bits of strength of the strongest cipher, which is enough in a group of a safe
  // prime: NIST SP 800-56A §5.6.1.1.1. The smallest group's order has 2047 bits.
  private static final int EXPONENT_BITS = 512;

  // fewer bits set than this make the logarithm to the base 2 trivial; OpenSSH draws the same line
  private static final int FEWEST_BITS_SET = 4;

  @Override
  public Ephemeral generate(SecureRandom random) {
    while (true) {
      BigInteger x = new BigInteger(EXPONENT_BITS, random).setBit(EXPONENT_BITS - 1);
      BigInteger y = group.g().modPow(x, group.p());
      if (isPublicKey(y)) {
        return new KeyPair(group, x, y.toByteArray());
      }
    }
  }

  private boolean isPublicKey(BigInteger y) {
    return group.hasElement(y) && y.bitCount() >= FEWEST_BITS_SET;
  }

  private SecretBytes agree(BigInteger x, byte[] peer) throws KexException {
    int length = group.p().bitLength() / Byte.SIZE + 1;
    if (peer.length == 0 || peer.length > length) {
      throw new KexException("Diffie-Hellman public key of " + peer.length + " bytes");
    }
    BigInteger y = new BigInteger(peer);
    if (!isPublicKey(y)) {
      throw new KexException("Diffie-Hellman public key out of range");
    }
    BigInteger k = y.modPow(x, group.p());
    if (!group.hasElement(k)) {
      throw new KexException("Diffie-Hellman shared secret is degenerate");
    }
    return new SecretBytes(BigIntegers.asUnsignedByteArray(length, k));
  }

  private record KeyPair(DhGroup group, BigInteger x, byte[] publicKey) implements Ephemeral {
    @Override
    public SecretBytes agree(byte[] peerPublicKey) throws KexException {
      return new DhAgreement(group).agree(x, peerPublicKey);
    }

    @Override
    public void close() {
      // a BigInteger can't be erased
    }

    @Override
    public String toString() {
      return "(Diffie-Hellman key pair)";
    }
  }
}
