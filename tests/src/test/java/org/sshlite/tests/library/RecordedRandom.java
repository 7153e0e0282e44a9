package org.sshlite.tests.library;

import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes what is drawn by whoever makes himself a {@link SecureRandom} while it is there, so that a
 * test knows what others keep to themselves. It does not hold it as it is: a heap shall not be
 * found to have it because of the test.
 */
final class RecordedRandom implements AutoCloseable {
  private static final String NAME = "RecordedRandom";
  private static final byte MASK = 0x55;

  private final SecureRandom random = new SecureRandom();
  private final List<byte[]> drawn = new ArrayList<>();

  RecordedRandom() {
    Security.insertProviderAt(new Recording(), 1);
  }

  private final class Recording extends Provider {
    private static final long serialVersionUID = 1L;

    Recording() {
      super(NAME, "1", "");
      putService(
          new Service(this, "SecureRandom", NAME, Spi.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
              return new Spi();
            }
          });
    }
  }

  private final class Spi extends SecureRandomSpi {
    private static final long serialVersionUID = 1L;

    @Override
    protected void engineSetSeed(byte[] seed) {}

    @Override
    protected void engineNextBytes(byte[] bytes) {
      random.nextBytes(bytes);
      synchronized (drawn) {
        drawn.add(masked(bytes));
      }
    }

    @Override
    protected byte[] engineGenerateSeed(int count) {
      return random.generateSeed(count);
    }
  }

  /** So that it looks like something else; or like itself again. */
  static byte[] masked(byte[] bytes) {
    byte[] masked = bytes.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= MASK;
    }
    return masked;
  }

  /** What was drawn since this was asked last, of so many bytes each, masked. */
  List<byte[]> take(int length) {
    synchronized (drawn) {
      List<byte[]> taken = drawn.stream().filter(bytes -> bytes.length == length).toList();
      drawn.clear();
      return taken;
    }
  }

  @Override
  public void close() {
    Security.removeProvider(NAME);
  }
}
