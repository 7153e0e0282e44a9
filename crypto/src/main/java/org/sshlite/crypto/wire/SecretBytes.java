package org.sshlite.crypto.wire;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Bytes that must not outlive their use: erased by {@link #close()}, compared in constant time,
 * never printed. The array given is owned from then on.
 */
public final class SecretBytes implements AutoCloseable {
  private final byte[] bytes;
  private boolean closed;

  /** Takes ownership of {@code bytes}: the caller keeps no other reference. */
  public SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The bytes themselves, not a copy.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  public byte[] bytes() {
    if (closed) {
      throw new IllegalStateException("secret used after it was erased");
    }
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "(secret, " + bytes.length + " bytes)";
  }
}
