package org.sshlite.crypto.cipher;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * Poly1305 of long packets by the JDK, which has it vectorised but only inside the AEAD of RFC
 * 8439.
 *
 * <p>Both constructions take the one-time key (r, s) from the same block of ChaCha20, and both end
 * as tag = (h + last) · r + s, where h has absorbed the blocks before. As additional data alone,
 * all blocks but the last are absorbed alike, but the AEAD's last block L holds lengths (RFC 8439
 * §2.8) and ours, B, the end of the packet. So one more term is needed in h: B − L. Block number N
 * adds itself times r, so that is (B − L) · r⁻¹ more in block N, modulo 2^130 − 5. The sum must
 * again be a block, a number between 2^128 and 2^129, which it is one time in four; adding to the
 * block before, which counts r times as much, gives other sums to choose from. The tag is exact.
 *
 * <p>Its time depends on r, by the inversion and by the search. What that tells: r is the key of
 * one tag, made by ChaCha20 from the packet's number, so it says nothing of the key or of another
 * packet's r. A packet of {@code L} bytes with a tag made up passes with a probability of at most 8
 * ⌈L/16⌉ / 2^106 (Bernstein, "The Poly1305-AES message-authentication code", 2005, theorem 3.3),
 * here 2^-92 at 32 KiB; t bits known of r multiply it by 2^t at most. Who could see how long a
 * second took to the nanosecond would know 30 bits: 2^-62, for the one try that there is, as a
 * wrong tag ends the connection.
 */
final class AeadPoly1305 {
  /**
   * Bytes of packet from which on this is faster than Bouncy Castle: one inversion takes as long as
   * 4 KiB there.
   */
  static final int SHORTEST = 8192;

  // a cold JVM compiles the JDK's loop after a number of calls: more calls, sooner fast. 128 MiB
  // cold take 0.3 s in portions of this size, 0.4 s in one call; warm it makes no difference
  private static final int PORTION = 4096;

  private static final int BLOCK = 16;
  private static final int CHOICE_OFFSET = 14;
  private static final BigInteger PRIME = BigInteger.TWO.pow(130).subtract(BigInteger.valueOf(5));
  // RFC 8439 §2.5.1: the bit above each full block
  private static final BigInteger MARK = BigInteger.TWO.pow(128);
  private static final BigInteger CLAMP = new BigInteger("0ffffffc0ffffffc0ffffffc0fffffff", 16);

  /**
   * Whether that is so on this processor. HotSpot's code for x86-64 needs the 52-bit multiplication
   * of AVX; without it the JDK's loop in Java makes 0.4 GB/s where Bouncy Castle's makes 0.75 (AMD
   * EPYC). For AArch64 there is code everywhere. Found out when it is asked first, which a
   * connection without long packets never does.
   */
  static boolean isFast() {
    return Processor.IS_FAST;
  }

  private static final class Processor {
    private static final String LINUX = "/proc/cpuinfo";
    private static final int FIRST_PROCESSOR = 8192; // a hundred of them would take time to list

    static final boolean IS_FAST = !System.getProperty("os.arch").equals("amd64") || hasIfma();

    private static boolean hasIfma() {
      try (InputStream in = new FileInputStream(LINUX)) {
        String text = new String(in.readNBytes(FIRST_PROCESSOR), StandardCharsets.US_ASCII);
        return text.contains(" avx512ifma ") || text.contains(" avx_ifma ");
      } catch (IOException _) {
        return false; // another system: no x86-64 one of it is likely to have it
      }
    }
  }

  private final ErasableKey key;
  private final Cipher aead = Ciphers.of("ChaCha20-Poly1305");
  private final byte[] tail = new byte[2 * BLOCK];

  /**
   * @param key the ChaCha20 key of the packets, still the caller's
   */
  AeadPoly1305(ErasableKey key) {
    this.key = key;
  }

  /**
   * Puts the tag into {@code tag}.
   *
   * @param oneTimeKey begins with r and s, the start of the key stream for {@code nonce}
   * @param length at least {@link #SHORTEST}
   * @return false if it can't be had this way, as for one packet in 30,000
   */
  boolean compute(
      byte[] oneTimeKey, byte[] nonce, byte[] packet, int offset, int length, byte[] tag) {
    int before = (length - 1) / BLOCK * BLOCK;
    if (!adjustTail(oneTimeKey, packet, offset, length, before)) {
      return false;
    }
    try {
      aead.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(nonce));
      int untilTail = before - tail.length;
      for (int at = 0; at < untilTail; at += PORTION) {
        aead.updateAAD(packet, offset + at, Math.min(PORTION, untilTail - at));
      }
      aead.updateAAD(tail);
      aead.doFinal(tag, 0);
      return true;
    } catch (GeneralSecurityException _) {
      // the JDK refuses a nonce that it has just seen: a packet that is tried again
      return false;
    }
  }

  /** Puts into {@code tail} what takes the place of the last two of the blocks before the last. */
  private boolean adjustTail(byte[] oneTimeKey, byte[] packet, int offset, int length, int before) {
    BigInteger r = number(oneTimeKey, 0, BLOCK).and(CLAMP);
    if (r.signum() == 0) {
      return false;
    }
    int tailOffset = offset + before - tail.length;
    System.arraycopy(packet, tailOffset, tail, 0, tail.length);
    int lastLength = length - before;
    BigInteger last = number(packet, offset + before, lastLength).setBit(Byte.SIZE * lastLength);
    BigInteger lengths = MARK.add(BigInteger.valueOf(before));
    // the top two bytes of the block before, counted up from 0
    BigInteger step = r.shiftLeft(Byte.SIZE * CHOICE_OFFSET).mod(PRIME);
    BigInteger block =
        number(tail, BLOCK, BLOCK)
            .add(MARK)
            .add(last.subtract(lengths).multiply(r.modInverse(PRIME)))
            .add(step.multiply(number(tail, CHOICE_OFFSET, 2)))
            .mod(PRIME);
    for (int choice = 0; choice < 1 << 16; choice++) {
      if (block.bitLength() == MARK.bitLength()) {
        tail[CHOICE_OFFSET] = (byte) choice;
        tail[CHOICE_OFFSET + 1] = (byte) (choice >> 8);
        putNumber(block.subtract(MARK), tail, BLOCK);
        return true;
      }
      block = block.subtract(step);
      if (block.signum() < 0) {
        block = block.add(PRIME);
      }
    }
    return false;
  }

  /** Little-endian, RFC 8439 §2.5. */
  private static BigInteger number(byte[] bytes, int offset, int length) {
    byte[] reversed = new byte[length];
    for (int i = 0; i < length; i++) {
      reversed[i] = bytes[offset + length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  private static void putNumber(BigInteger number, byte[] out, int offset) {
    byte[] bytes = number.toByteArray();
    Arrays.fill(out, offset, offset + BLOCK, (byte) 0);
    for (int i = 0; i < Math.min(BLOCK, bytes.length); i++) {
      out[offset + i] = bytes[bytes.length - 1 - i];
    }
  }
}
