package org.sshlite.crypto.openssl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The system's libcrypto. The class is initialised with the library, or fails to: {@link OpenSsl}
 * asks first.
 *
 * <p>All but what is called once, and what only takes memory, is called without leaving Java's
 * state ("critical"): it never blocks, and at an exit, where the library takes itself apart, none
 * of it is under way.
 */
@SuppressWarnings("restricted")
final class Library {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup(
          System.getProperty("os.name").startsWith("Mac") ? "libcrypto.3.dylib" : "libcrypto.so.3",
          Arena.global());

  private Library() {}

  private static MethodHandle call(String name, FunctionDescriptor type, Linker.Option... options) {
    return LINKER.downcallHandle(LIBRARY.findOrThrow(name), type, options);
  }

  /** Takes heap arrays as they are. Returns 1, or something else where it failed. */
  static MethodHandle function(String name, MemoryLayout... parameters) {
    return call(name, FunctionDescriptor.of(JAVA_INT, parameters), Linker.Option.critical(true));
  }

  /** Returns a pointer, which is NULL where it failed. Not critical. */
  static MethodHandle maker(String name, MemoryLayout... parameters) {
    return call(name, FunctionDescriptor.of(ADDRESS, parameters));
  }

  /** As {@link #maker}, of what asks the library's tables. */
  static MethodHandle lookingMaker(String name, MemoryLayout... parameters) {
    return call(name, FunctionDescriptor.of(ADDRESS, parameters), Linker.Option.critical(false));
  }

  static MethodHandle eraser(String name, MemoryLayout... parameters) {
    return call(name, FunctionDescriptor.ofVoid(parameters), Linker.Option.critical(false));
  }

  /** An algorithm that one of the library's EVP_…_fetch finds. It is kept for good. */
  static MemorySegment fetched(String fetcher, String algorithm) {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle fetch = maker(fetcher, ADDRESS, ADDRESS, ADDRESS);
      return made(
          (MemorySegment)
              fetch.invokeExact(
                  MemorySegment.NULL, arena.allocateFrom(algorithm), MemorySegment.NULL));
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
