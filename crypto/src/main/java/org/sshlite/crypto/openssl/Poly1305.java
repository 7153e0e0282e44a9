package org.sshlite.crypto.openssl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Poly1305 of RFC 8439 §2.5 by libcrypto. One owner, no thread safety. */
@SuppressWarnings("restricted")
public final class Poly1305 implements AutoCloseable {
  private static final int KEY_LENGTH = 32;
  private static final int TAG_LENGTH = 16;

  private final MemorySegment context;
  private final MemorySegment length = MemorySegment.ofArray(new long[1]);

  public Poly1305() {
    try {
      context =
          Library.made((MemorySegment) LibCrypto.MAC_CTX_NEW.invokeExact(LibCrypto.POLY1305))
              .reinterpret(Arena.ofAuto(), Poly1305::free);
    } catch (Throwable e) {
      throw Library.failure(e);
    }
  }

  private static void free(MemorySegment pointer) {
    try {
      LibCrypto.MAC_CTX_FREE.invokeExact(pointer);
    } catch (Throwable e) {
      throw Library.failure(e);
    }
  }

  /**
   * Puts the tag of a range into {@code tag}.
   *
   * @param oneTimeKey begins with the key's 32 bytes
   */
  public void compute(byte[] oneTimeKey, byte[] in, int offset, int count, byte[] tag) {
    try {
      init(oneTimeKey);
      check(
          (int)
              LibCrypto.MAC_UPDATE.invokeExact(
                  context, MemorySegment.ofArray(in).asSlice(offset, count), (long) count));
      check(
          (int)
              LibCrypto.MAC_FINAL.invokeExact(
                  context, MemorySegment.ofArray(tag), length, (long) TAG_LENGTH));
    } catch (Throwable e) {
      throw Library.failure(e);
    }
  }

  private void init(byte[] key) throws Throwable {
    check(
        (int)
            LibCrypto.MAC_INIT.invokeExact(
                context, MemorySegment.ofArray(key), (long) KEY_LENGTH, MemorySegment.NULL));
  }

  private static void check(int result) {
    if (result != 1) {
      throw new IllegalStateException("libcrypto");
    }
  }

  /** Erases the last key. */
  @Override
  public void close() {
    try {
      init(new byte[KEY_LENGTH]);
    } catch (Throwable e) {
      throw Library.failure(e);
    }
  }
}
