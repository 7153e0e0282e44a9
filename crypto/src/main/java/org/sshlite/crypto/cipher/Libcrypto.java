package org.sshlite.crypto.cipher;

import java.util.concurrent.atomic.AtomicBoolean;
import org.sshlite.crypto.openssl.OpenSsl;

/**
 * Whether the system's libcrypto (OpenSSL 3) computes the packets of chacha20-poly1305: it is
 * loaded in the background once there is something for it to do. The one place where that is
 * decided.
 *
 * <p>Measured on JDK 25 with OpenSSL 3.0 on an AMD EPYC with AVX-512, 1 GiB down to a client that
 * has just started: 3.4 s of the client's own CPU in place of 6.7. AES-GCM by libcrypto was tried
 * and left: 3.2 s in place of 2.8, and the JDK's, once it is compiled, has twice the speed.
 */
final class Libcrypto {
  /** Bytes under one key from which on loading is worth its time: a command's output has fewer. */
  private static final long MANY = 1 << 20;

  private enum Use {
    /** {@code -Dssh-lite.native=off}. */
    OFF,
    /** When there is a transfer. */
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

  private static final AtomicBoolean ASKED_FOR = new AtomicBoolean();
  private static volatile boolean loaded = USE == Use.ALWAYS && OpenSsl.load();

  private Libcrypto() {}

  /**
   * Whether it computes what comes next. Does not wait.
   *
   * @param bytes that went under the key so far
   */
  static boolean isWanted(long bytes) {
    if (USE == Use.ON && !loaded && bytes >= MANY && ASKED_FOR.compareAndSet(false, true)) {
      load();
    }
    return loaded;
  }

  private static void load() {
    try {
      Thread.ofPlatform().daemon().name("libcrypto").start(() -> loaded = OpenSsl.load());
    } catch (OutOfMemoryError _) {
      // so the JVM says that the system gives it no thread; there may be one for a later packet
      ASKED_FOR.set(false);
    }
  }
}
