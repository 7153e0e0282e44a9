package org.sshlite.crypto.cipher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers of packets, nonces and counters in network byte order. */
final class BigEndian {
  private static final VarHandle UINT32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle UINT64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  static long uint32(byte[] array, int offset) {
    return Integer.toUnsignedLong((int) UINT32.get(array, offset));
  }

  static long uint64(byte[] array, int offset) {
    return (long) UINT64.get(array, offset);
  }

  static void putUint32(byte[] array, int offset, long value) {
    UINT32.set(array, offset, (int) value);
  }

  static void putUint64(byte[] array, int offset, long value) {
    UINT64.set(array, offset, value);
  }
}
