package org.sshlite.crypto.cipher;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A key for the JCA that can be erased, which {@code SecretKeySpec} can't. What a provider derives
 * from it (round keys) stays until it is collected.
 */
final class ErasableKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final transient byte[] bytes;
  private boolean destroyed;

  ErasableKey(String algorithm, byte[] bytes, int from, int to) {
    this.algorithm = algorithm;
    this.bytes = Arrays.copyOfRange(bytes, from, to);
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    if (destroyed) {
      throw new IllegalStateException("key used after it was erased");
    }
    return bytes.clone();
  }

  @Override
  public void destroy() {
    destroyed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }
}
