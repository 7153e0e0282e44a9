package org.sshlite.program.system;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sends datagrams to a unix socket, which Java cannot. Linux. One thread.
 *
 * <p>Numbers are those of the Linux ABI.
 */
public final class UnixDatagram {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int LONGEST_PATH = 107;
  private static final int CLOSED = -1;

  private final byte[] path;
  private final boolean abstractName;
  private int descriptor = CLOSED;

  /**
   * @param name a path; behind {@code @}, a name of Linux's that is none
   */
  public UnixDatagram(String name) {
    path = name.getBytes(StandardCharsets.UTF_8);
    abstractName = name.startsWith("@");
    if (abstractName) {
      path[0] = 0;
    }
  }

  /**
   * Sends one; connects again once where the other end was restarted.
   *
   * @return whether it was sent; else it is lost
   */
  public boolean send(byte[] message) {
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        if (descriptor == CLOSED) {
          connect();
        }
        transmit(message);
        return true;
      } catch (SystemException _) {
        close();
      }
    }
    return false;
  }

  private void connect() throws SystemException {
    descriptor = Libc.check("socket", AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    try (Arena arena = Arena.ofConfined()) {
      byte[] name = Arrays.copyOf(path, Math.min(path.length, LONGEST_PATH));
      MemorySegment address = arena.allocate(Short.BYTES + name.length + (abstractName ? 0L : 1L));
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, name.length);
      Libc.check("connect", descriptor, address.address(), address.byteSize());
    }
  }

  private void transmit(byte[] message) throws SystemException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(message.length);
      MemorySegment.copy(message, 0, bytes, ValueLayout.JAVA_BYTE, 0, message.length);
      Libc.check("send", descriptor, bytes.address(), message.length, MSG_NOSIGNAL);
    }
  }

  /** Another one may be sent all the same. */
  public void close() {
    if (descriptor != CLOSED) {
      Libc.call("close", descriptor);
      descriptor = CLOSED;
    }
  }
}
