package org.sshlite.crypto.openssl;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * What the system's libcrypto (OpenSSL 3) computes where it is there: it is loaded in the
 * background once there is something for it to do. The one place where that is decided.
 */
public enum ByLibcrypto {
  /**
   * Packets of chacha20-poly1305. Measured on JDK 25 with OpenSSL 3.0 on an AMD EPYC with AVX-512,
   * 1 GiB down to a client that has just started: 3.4 s of the client's own CPU in place of 6.7.
   * AES-GCM by libcrypto was tried and left: 3.2 s in place of 2.8, and the JDK's, once it is
   * compiled, has twice the speed.
   */
  CHACHA20_POLY1305(OpenSsl::hasChaCha20Poly1305),

  /** Agreements on X25519: the figures stand where they are made. */
  X25519(OpenSsl::hasX25519);

  private enum Use {
    /** {@code -Dssh-lite.native=off}. */
    OFF,
    /** When there is enough of it. */
    ON,
    /** From the first byte: for tests. */
    ALWAYS
  }

  private static final Use USE =
      switch (System.getProperty("ssh-lite.native", "on")) {
        case "off" -> Use.OFF;
        case "always" -> Use.ALWAYS;
        default -> Use.ON;
      };

  private final BooleanSupplier load;
  private final AtomicBoolean askedFor = new AtomicBoolean();
  private volatile boolean loaded;

  ByLibcrypto(BooleanSupplier load) {
    this.load = load;
  }

  /**
   * Whether it computes what comes next. Does not wait.
   *
   * @param worthwhile there is so much of it that loading is worth its time
   */
  public boolean isWanted(boolean worthwhile) {
    if (!loaded
        && (USE == Use.ON && worthwhile || USE == Use.ALWAYS)
        && askedFor.compareAndSet(false, true)) {
      load();
    }
    return loaded;
  }

  private void load() {
    if (USE == Use.ALWAYS) {
      loaded = load.getAsBoolean();
      return;
    }
    try {
      Thread.ofPlatform().daemon().name("libcrypto").start(() -> loaded = load.getAsBoolean());
    } catch (OutOfMemoryError _) {
      // so the JVM says that the system gives it no thread; there may be one for a later packet
      askedFor.set(false);
    }
  }
}
