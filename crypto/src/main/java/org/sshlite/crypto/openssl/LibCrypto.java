package org.sshlite.crypto.openssl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What packets take of OpenSSL 3's libcrypto, as its manual has it. */
final class LibCrypto {
  static final MethodHandle CIPHER_CTX_NEW = Library.maker("EVP_CIPHER_CTX_new");
  static final MethodHandle CIPHER_CTX_FREE = Library.eraser("EVP_CIPHER_CTX_free", ADDRESS);
  static final MethodHandle CIPHER_INIT =
      Library.function("EVP_CipherInit_ex", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
  static final MethodHandle CIPHER_UPDATE =
      Library.function("EVP_CipherUpdate", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
  static final MethodHandle CIPHER_CTX_RESET = Library.function("EVP_CIPHER_CTX_reset", ADDRESS);

  static final MethodHandle MAC_CTX_NEW = Library.maker("EVP_MAC_CTX_new", ADDRESS);
  static final MethodHandle MAC_CTX_FREE = Library.eraser("EVP_MAC_CTX_free", ADDRESS);
  static final MethodHandle MAC_INIT =
      Library.function("EVP_MAC_init", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  static final MethodHandle MAC_UPDATE =
      Library.function("EVP_MAC_update", ADDRESS, ADDRESS, JAVA_LONG);
  static final MethodHandle MAC_FINAL =
      Library.function("EVP_MAC_final", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);

  static final MemorySegment CHACHA20 = chacha20();
  static final MemorySegment POLY1305 = Library.fetched("EVP_MAC_fetch", "POLY1305");

  private LibCrypto() {}

  private static MemorySegment chacha20() {
    try {
      return Library.made((MemorySegment) Library.maker("EVP_chacha20").invokeExact());
    } catch (Throwable e) {
      throw Library.failure(e);
    }
  }
}
