package org.sshlite.sshd.login;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * What a server and an authenticator app share for time-based one-time passwords, RFC 6238, with
 * what all such apps can: HMAC-SHA-1, six digits, a new code every 30 s.
 */
public final class TotpSecret {
  /** Seconds. */
  public static final int TIME_STEP = 30;

  /** Bytes: as RFC 4226 §4 recommends. */
  private static final int LENGTH = 20;

  /** Bytes: RFC 4226 §4 demands 128 bits; Google's app made 80, and files with them exist. */
  private static final int SHORTEST = 10;

  private static final int LONGEST =
      64; // bytes: the block of SHA-1; longer keys are hashed to less
  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final byte[] key;

  private TotpSecret(byte[] key) {
    this.key = key;
  }

  /** A fresh one. */
  public static TotpSecret random(SecureRandom random) {
    byte[] key = new byte[LENGTH];
    random.nextBytes(key);
    return new TotpSecret(key);
  }

  /** From base32 (RFC 4648 §6), as apps show it; empty when it is none, or too short or long. */
  public static Optional<TotpSecret> parse(String text) {
    String digits = text.replaceFirst("=+$", "").toUpperCase(Locale.ROOT);
    int length = digits.length() * 5 / 8;
    if (length < SHORTEST || length > LONGEST || !digits.matches("[A-Z2-7]*")) {
      return Optional.empty();
    }
    byte[] key = new byte[length];
    int bits = 0;
    int value = 0;
    int at = 0;
    for (char digit : digits.toCharArray()) {
      value = value << 5 | BASE32.indexOf(digit);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        key[at++] = (byte) (value >> bits);
      }
    }
    return Optional.of(new TotpSecret(key));
  }

  /**
   * The step, of the one at a time and its two neighbours, of which this is the code: clocks
   * differ, and people type slowly (RFC 6238 §5.2). In constant time.
   *
   * @param seconds since 1970
   */
  OptionalLong stepOf(SecretBytes code, long seconds) {
    long now = seconds / TIME_STEP;
    byte[] given = code.bytes();
    long found = -1;
    for (long step = now - 1; step <= now + 1; step++) {
      byte[] right = code(step);
      boolean same = MessageDigest.isEqual(right, given);
      found = same ? step : found;
      Arrays.fill(right, (byte) 0);
    }
    return found < 0 ? OptionalLong.empty() : OptionalLong.of(found);
  }

  /** The code of a time step, RFC 4226 §5.3, in ASCII. */
  public byte[] code(long step) {
    byte[] counter = new byte[Long.BYTES];
    for (int i = 0; i < counter.length; i++) {
      counter[i] = (byte) (step >> 8 * (counter.length - 1 - i));
    }
    byte[] hash = hmac(counter);
    int offset = hash[hash.length - 1] & 0xf;
    int binary =
        (hash[offset] & 0x7f) << 24
            | (hash[offset + 1] & 0xff) << 16
            | (hash[offset + 2] & 0xff) << 8
            | hash[offset + 3] & 0xff;
    int number = binary % MODULUS;
    byte[] digits = new byte[DIGITS];
    for (int i = DIGITS - 1; i >= 0; i--) {
      digits[i] = (byte) ('0' + number % 10);
      number /= 10;
    }
    return digits;
  }

  private byte[] hmac(byte[] counter) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return mac.doFinal(counter);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA1", e);
    }
  }

  /** In base32 without padding: what is typed into an app, and stands in a users file. */
  public String base32() {
    StringBuilder text = new StringBuilder();
    int bits = 0;
    int value = 0;
    for (byte b : key) {
      value = value << 8 | b & 0xff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt(value >> bits & 31));
      }
      value &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(BASE32.charAt(value << 5 - bits & 31));
    }
    return text.toString();
  }

  /** Nothing of it. */
  @Override
  public String toString() {
    return "TotpSecret";
  }
}
