package org.sshlite.program.log;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;

/**
 * Sends datagrams to a unix socket, which Java cannot. Linux. One thread.
 *
 * <p>Numbers are those of the Linux ABI.
 */
final class DatagramSocket {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int LONGEST_PATH = 107;
  private static final int CLOSED = -1;

  private final byte[] path;
  private int descriptor = CLOSED;

  DatagramSocket(Path path) {
    this.path = path.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Sends one; connects again once where the other end was restarted; else it is lost. */
  void send(byte[] message) {
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        if (descriptor == CLOSED) {
          connect();
        }
        transmit(message);
        return;
      } catch (SystemException _) {
        close();
      }
    }
  }

  private void connect() throws SystemException {
    descriptor = Libc.check("socket", AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    try (Arena arena = Arena.ofConfined()) {
      byte[] name = Arrays.copyOf(path, Math.min(path.length, LONGEST_PATH));
      MemorySegment address = arena.allocate(Short.BYTES + name.length + 1L);
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

  private void close() {
    if (descriptor != CLOSED) {
      Libc.call("close", descriptor);
      descriptor = CLOSED;
    }
  }
}
