package org.sshlite.program.system;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Names of ports, services(5): {@code https}. */
@SuppressWarnings("restricted")
public final class ServiceName {
  // struct servent: two pointers, then the port as an int in the network's order of bytes
  private static final int PORT = 16;
  private static final int RECORD_SIZE = 32;

  /** More than the services of any machine have, and no reason to ask about. */
  private static final int LONGEST = 64;

  /** More than there are; a machine may have them from a directory, whose names end nowhere. */
  private static final int MOST_KNOWN = 4096;

  private static final Map<String, Integer> KNOWN = new ConcurrentHashMap<>();

  private ServiceName() {}

  /**
   * The port over TCP that a name stands for on this machine; empty when it stands for none. What
   * it stood for once it stands for until the process ends: the system reads all of services(5) for
   * each question, and whoever has a file of keys can have a server ask a hundred thousand.
   */
  public static OptionalInt port(String name) {
    Integer known = KNOWN.get(name);
    if (known != null) {
      return OptionalInt.of(known);
    }
    OptionalInt port = ask(name);
    if (port.isPresent() && KNOWN.size() < MOST_KNOWN) {
      KNOWN.put(name, port.getAsInt());
    }
    return port;
  }

  /** One call at a time: the record is the C library's, until it is asked again. */
  private static synchronized OptionalInt ask(String name) {
    if (name.isEmpty()
        || name.length() > LONGEST
        || !name.chars().allMatch(c -> c > ' ' && c < 0x7f)
        || !Libc.has("getservbyname")) {
      return OptionalInt.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment service = Libc.string(arena, name.getBytes(StandardCharsets.US_ASCII));
      MemorySegment tcp = Libc.string(arena, "tcp".getBytes(StandardCharsets.US_ASCII));
      long found = Libc.call("getservbyname", service.address(), tcp.address()).value();
      if (found == 0) {
        return OptionalInt.empty();
      }
      int port =
          MemorySegment.ofAddress(found).reinterpret(RECORD_SIZE).get(ValueLayout.JAVA_INT, PORT);
      boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
      return OptionalInt.of((little ? Integer.reverseBytes(port) >>> 16 : port) & 0xffff);
    }
  }
}
