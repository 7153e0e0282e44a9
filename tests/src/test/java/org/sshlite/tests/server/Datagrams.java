package org.sshlite.tests.server;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;

/** A unix socket that takes datagrams, which Java has none of. Linux. */
final class Datagrams implements AutoCloseable {
  private final int descriptor;

  Datagrams(Path path) throws SystemException {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    descriptor = Libc.check("socket", 1, 2, 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(name.length + 3L);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
      Libc.check("bind", descriptor, address.address(), address.byteSize());
    }
  }

  String receive() throws SystemException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(4096);
      int count = Libc.check("recv", descriptor, bytes.address(), 4096, 0);
      return new String(
          bytes.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    Libc.call("close", descriptor);
  }
}
