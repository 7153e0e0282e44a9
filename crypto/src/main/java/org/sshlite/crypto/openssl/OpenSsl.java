package org.sshlite.crypto.openssl;

/**
 * Whether this system has a libcrypto that can be used. It is not there for who may not call native
 * code ({@code --enable-native-access}): Java would print a warning. To ask loads the library, and
 * may take a tenth of a second. Each algorithm is asked for: a system may have switched one off.
 */
public final class OpenSsl {
  private OpenSsl() {}

  /** Whether packets of chacha20-poly1305 can be computed. */
  public static boolean hasChaCha20Poly1305() {
    return works(
        () -> {
          new ChaCha20(new byte[32]).close();
          new Poly1305().close();
          return true;
        });
  }

  /** Whether X25519 can be. */
  public static boolean hasX25519() {
    return works(
        () -> {
          byte[] nine = new byte[X25519.LENGTH]; // RFC 7748 §4.1: the base point
          nine[0] = 9;
          byte[] key = nine.clone();
          return X25519.agree(key, nine, nine, key);
        });
  }

  /** One try of an algorithm. */
  private interface Try {
    boolean succeeds();
  }

  private static boolean works(Try one) {
    if (!OpenSsl.class.getModule().isNativeAccessEnabled()) {
      return false;
    }
    try {
      return one.succeeds();
    } catch (LinkageError | IllegalStateException _) {
      // another system, another version, or one that is not OpenSSL
      return false;
    }
  }
}
