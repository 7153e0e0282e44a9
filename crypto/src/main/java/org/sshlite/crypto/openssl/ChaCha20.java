package org.sshlite.crypto.openssl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * ChaCha20 of libcrypto with its key, EVP_EncryptInit(3). One owner, no thread safety. What is
 * asked of it once it is closed is an {@link IllegalStateException}.
 */
@SuppressWarnings("restricted")
public final class ChaCha20 implements AutoCloseable {
  private static final int ENCRYPT = 1; // the other is the same
  private static final int UNCHANGED = -1;

  private final MemorySegment context;
  private final MemorySegment length = MemorySegment.ofArray(new int[1]);
  private boolean closed;

  /**
   * ChaCha20.
   *
   * @param key of 32 bytes; the caller's, who may erase it
   */
  public ChaCha20(byte[] key) {
    try {
      // it is emptied when it is closed, and given back when nobody can call it any more
      context =
          Library.made((MemorySegment) LibCrypto.CIPHER_CTX_NEW.invokeExact())
              .reinterpret(Arena.ofAuto(), ChaCha20::free);
      check(
          (int)
              LibCrypto.CIPHER_INIT.invokeExact(
                  context,
                  LibCrypto.CHACHA20,
                  MemorySegment.NULL,
                  MemorySegment.ofArray(key),
                  MemorySegment.NULL,
                  ENCRYPT));
    } catch (Throwable e) {
      throw Library.failure(e);
    }
  }

  private static void free(MemorySegment pointer) {
    try {
      LibCrypto.CIPHER_CTX_FREE.invokeExact(pointer);
    } catch (Throwable e) {
      throw Library.failure(e);
    }
  }

  /**
   * Begins what is under a nonce.
   *
   * @param nonce of 16 bytes: the number of the block to begin with, little-endian, and RFC 8439's
   */
  public void start(byte[] nonce) {
    requireOpen();
    try {
      check(
          (int)
              LibCrypto.CIPHER_INIT.invokeExact(
                  context,
                  MemorySegment.NULL,
                  MemorySegment.NULL,
                  MemorySegment.NULL,
                  MemorySegment.ofArray(nonce),
                  UNCHANGED));
    } catch (Throwable e) {
      throw Library.failure(e);
    }
  }

  /** Encrypts or decrypts. The ranges are the same or apart. */
  public void update(byte[] in, int inOffset, int count, byte[] out, int outOffset) {
    requireOpen();
    try {
      check(
          (int)
              LibCrypto.CIPHER_UPDATE.invokeExact(
                  context,
                  MemorySegment.ofArray(out).asSlice(outOffset, count),
                  length,
                  MemorySegment.ofArray(in).asSlice(inOffset, count),
                  count));
    } catch (Throwable e) {
      throw Library.failure(e);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("cipher used after it was closed");
    }
  }

  private static void check(int result) {
    if (result != 1) {
      throw new IllegalStateException("libcrypto");
    }
  }

  /** Erases the key and what was made of it. */
  @Override
  public void close() {
    closed = true;
    try {
      int unused = (int) LibCrypto.CIPHER_CTX_RESET.invokeExact(context);
    } catch (Throwable e) {
      throw Library.failure(e);
    }
  }
}
