package org.sshlite.crypto.openssl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** X25519 of RFC 7748 by libcrypto. Any thread. */
public final class X25519 {
  /** Bytes of a private key, a public key, and a shared secret. */
  public static final int LENGTH = 32;

  /** OSSL_PARAM(3). */
  private static final StructLayout PARAMETER =
      MemoryLayout.structLayout(
          ADDRESS.withName("key"),
          JAVA_INT.withName("type"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("data"),
          JAVA_LONG.withName("size"),
          JAVA_LONG.withName("returned"));

  private static final long TYPE = PARAMETER.byteOffset(PathElement.groupElement("type"));
  private static final long DATA = PARAMETER.byteOffset(PathElement.groupElement("data"));
  private static final long SIZE = PARAMETER.byteOffset(PathElement.groupElement("size"));
  private static final int OCTET_STRING = 5;

  // EVP_PKEY_fromdata(3): selections
  private static final int PUBLIC_KEY = 0x86;
  private static final int KEY_PAIR = 0x87;

  /** Of the peer's key, beyond what the secret shows. */
  private static final int NO_CHECK = 0;

  private X25519() {}

  /**
   * Agrees with a peer.
   *
   * @param publicKey of {@code privateKey}: with it at hand libcrypto need not compute it
   * @param secret gets the shared secret
   * @return whether there is one: none comes of a peer's key of small order, where it would be
   *     all-zero, or where libcrypto refuses
   */
  public static boolean agree(
      byte[] privateKey, byte[] publicKey, byte[] peerPublicKey, byte[] secret) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment secrets = arena.allocate(2 * LENGTH);
      MemorySegment own = secrets.asSlice(0, LENGTH);
      MemorySegment shared = secrets.asSlice(LENGTH, LENGTH);
      try {
        own.copyFrom(key(privateKey));
        if (secret.length != LENGTH) {
          throw new IllegalArgumentException("X25519 secret of " + secret.length + " bytes");
        }
        if (!derive(arena, own, key(publicKey), key(peerPublicKey), shared)) {
          return false;
        }
        MemorySegment.ofArray(secret).copyFrom(shared);
        return true;
      } finally {
        secrets.fill((byte) 0);
      }
    } catch (Throwable e) {
      throw Library.failure(e);
    }
  }

  private static MemorySegment key(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("X25519 key of " + bytes.length + " bytes");
    }
    return MemorySegment.ofArray(bytes);
  }

  private static boolean derive(
      Arena arena, MemorySegment own, MemorySegment ours, MemorySegment theirs, MemorySegment into)
      throws Throwable {
    MemorySegment pair = arena.allocate(PARAMETER, 3);
    put(pair, 0, KeyFunctions.PRIVATE, own);
    put(pair, 1, KeyFunctions.PUBLIC, arena.allocate(LENGTH).copyFrom(ours));
    MemorySegment peer = arena.allocate(PARAMETER, 2);
    put(peer, 0, KeyFunctions.PUBLIC, arena.allocate(LENGTH).copyFrom(theirs));
    // libcrypto erases its own copy of the private key when the key is freed
    MemorySegment key = MemorySegment.NULL;
    MemorySegment peerKey = MemorySegment.NULL;
    MemorySegment context = MemorySegment.NULL;
    boolean derived = false;
    try {
      key = made(arena, KEY_PAIR, pair);
      peerKey = made(arena, PUBLIC_KEY, peer);
      context =
          Library.made(
              (MemorySegment)
                  KeyFunctions.CTX_FROM_KEY.invokeExact(
                      MemorySegment.NULL, key, MemorySegment.NULL));
      MemorySegment length = arena.allocate(JAVA_LONG);
      length.set(JAVA_LONG, 0, LENGTH);
      derived =
          (int) KeyFunctions.DERIVE_INIT.invokeExact(context) == 1
              && (int) KeyFunctions.DERIVE_SET_PEER.invokeExact(context, peerKey, NO_CHECK) == 1
              && (int) KeyFunctions.DERIVE.invokeExact(context, into, length) == 1
              && length.get(JAVA_LONG, 0) == LENGTH;
      return derived;
    } finally {
      KeyFunctions.CTX_FREE.invokeExact(context);
      KeyFunctions.KEY_FREE.invokeExact(peerKey);
      KeyFunctions.KEY_FREE.invokeExact(key);
      if (!derived) {
        KeyFunctions.CLEAR_ERRORS.invokeExact(); // the thread's: it is others' as well
      }
    }
  }

  private static void put(MemorySegment array, int index, MemorySegment key, MemorySegment data) {
    long at = index * PARAMETER.byteSize();
    array.set(ADDRESS, at, key);
    array.set(JAVA_INT, at + TYPE, OCTET_STRING);
    array.set(ADDRESS, at + DATA, data);
    array.set(JAVA_LONG, at + SIZE, LENGTH);
  }

  private static MemorySegment made(Arena arena, int selection, MemorySegment parameters)
      throws Throwable {
    MemorySegment context =
        Library.made(
            (MemorySegment)
                KeyFunctions.CTX_FROM_NAME.invokeExact(
                    MemorySegment.NULL, KeyFunctions.X25519, MemorySegment.NULL));
    try {
      MemorySegment key = arena.allocate(ADDRESS);
      if ((int) KeyFunctions.FROMDATA_INIT.invokeExact(context) != 1
          || (int) KeyFunctions.FROMDATA.invokeExact(context, key, selection, parameters) != 1) {
        throw new IllegalStateException("libcrypto takes no X25519 key");
      }
      return Library.made(key.get(ADDRESS, 0));
    } finally {
      KeyFunctions.CTX_FREE.invokeExact(context);
    }
  }
}
