package org.sshlite.crypto.openssl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of OpenSSL 3's libcrypto, as its manual has them. The class is initialised with the
 * library, or fails to: {@link OpenSsl} asks first.
 *
 * <p>All but those that make something are called without leaving Java's state ("critical"): they
 * take heap arrays as they are, never block, and at an exit none of them is under way.
 */
@SuppressWarnings("restricted")
final class LibCrypto {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup(
          System.getProperty("os.name").startsWith("Mac") ? "libcrypto.3.dylib" : "libcrypto.so.3",
          Arena.global());

  static final MethodHandle CIPHER_CTX_NEW = maker("EVP_CIPHER_CTX_new");
  static final MethodHandle CIPHER_CTX_FREE = eraser("EVP_CIPHER_CTX_free");
  static final MethodHandle CIPHER_INIT =
      function("EVP_CipherInit_ex", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
  static final MethodHandle CIPHER_UPDATE =
      function("EVP_CipherUpdate", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
  static final MethodHandle CIPHER_CTX_RESET = function("EVP_CIPHER_CTX_reset", ADDRESS);

  static final MethodHandle MAC_CTX_NEW = maker("EVP_MAC_CTX_new", ADDRESS);
  static final MethodHandle MAC_CTX_FREE = eraser("EVP_MAC_CTX_free");
  static final MethodHandle MAC_INIT =
      function("EVP_MAC_init", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  static final MethodHandle MAC_UPDATE = function("EVP_MAC_update", ADDRESS, ADDRESS, JAVA_LONG);
  static final MethodHandle MAC_FINAL =
      function("EVP_MAC_final", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);

  static final MemorySegment CHACHA20 = made(maker("EVP_chacha20"));
  static final MemorySegment POLY1305 = poly1305();

  private LibCrypto() {}

  /** Returns 1, or something else where it failed. */
  private static MethodHandle function(String name, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, parameters),
        Linker.Option.critical(true));
  }

  /** Returns a pointer, which is NULL where it failed. */
  private static MethodHandle maker(String name, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow(name), FunctionDescriptor.of(ADDRESS, parameters));
  }

  private static MethodHandle eraser(String name) {
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow(name),
        FunctionDescriptor.ofVoid(ADDRESS),
        Linker.Option.critical(false));
  }

  private static MemorySegment poly1305() {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle fetch = maker("EVP_MAC_fetch", ADDRESS, ADDRESS, ADDRESS);
      return made(
          (MemorySegment)
              fetch.invokeExact(
                  MemorySegment.NULL, arena.allocateFrom("POLY1305"), MemorySegment.NULL));
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  private static MemorySegment made(MethodHandle maker) {
    try {
      return made((MemorySegment) maker.invokeExact());
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** What was made, unless it was not. */
  static MemorySegment made(MemorySegment pointer) {
    if (pointer.address() == 0) {
      throw new IllegalStateException("libcrypto has no memory left, or not this algorithm");
    }
    return pointer;
  }

  /** As it was where it is unchecked, which all that these calls throw is. */
  static RuntimeException failure(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    if (e instanceof RuntimeException unchecked) {
      return unchecked;
    }
    throw new AssertionError(e);
  }
}
