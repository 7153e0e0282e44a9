package org.sshlite.crypto.cert;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.sshlite.crypto.key.PublicKey;

/**
 * A key's blob or hash as a value. Lists hold blobs, not keys: one with a key of a type we do not
 * know must still revoke the others. Ordered as unsigned numbers, which the format asks for.
 */
record Blob(byte[] bytes) implements Comparable<Blob> {
  /** Stands for "every CA". */
  static final Blob EMPTY = new Blob(new byte[0]);

  static Blob of(PublicKey key) {
    return new Blob(key.blob());
  }

  Blob hash(String algorithm) {
    try {
      return new Blob(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has those we name
    }
  }

  @Override
  public int compareTo(Blob other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blob that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
