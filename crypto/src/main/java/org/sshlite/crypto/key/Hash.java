package org.sshlite.crypto.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The JDK's hash functions, whose absence is no case to handle. */
final class Hash {
  private Hash() {}

  static MessageDigest start(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has those we name
    }
  }

  static byte[] of(String algorithm, byte[] data) {
    return start(algorithm).digest(data);
  }
}
