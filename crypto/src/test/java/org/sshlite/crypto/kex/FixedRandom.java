package org.sshlite.crypto.kex;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Gives the bytes of a test vector, in order, and no more. */
final class FixedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final byte[] bytes;
  private int position;

  FixedRandom(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  FixedRandom(String hex) {
    this(HexFormat.of().parseHex(hex));
  }

  @Override
  public void nextBytes(byte[] out) {
    if (out.length > bytes.length - position) {
      throw new AssertionError("the vector has no more random bytes");
    }
    System.arraycopy(bytes, position, out, 0, out.length);
    position += out.length;
  }
}
