package org.sshlite.crypto.openssl;

/** Whether this system has a libcrypto that can be used. */
public final class OpenSsl {
  private OpenSsl() {}

  /**
   * Loads the library: it may take a tenth of a second. It is not there for who may not call native
   * code ({@code --enable-native-access}): Java would print a warning.
   */
  public static boolean load() {
    if (!OpenSsl.class.getModule().isNativeAccessEnabled()) {
      return false;
    }
    try {
      // each algorithm is asked for: a system may have switched one off
      new ChaCha20(new byte[32]).close();
      new Poly1305().close();
      return true;
    } catch (LinkageError | IllegalStateException _) {
      // another system, another version, or one that is not OpenSSL
      return false;
    }
  }
}
