package org.sshlite.client.config;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sshlite.program.system.Libc;

/** The canonical name of a host, getaddrinfo(3): Java's resolver does not tell it. */
@SuppressWarnings("restricted")
final class CanonicalName {
  private static final boolean MAC = System.getProperty("os.name").startsWith("Mac");

  // struct addrinfo: flags, family, socktype, protocol, addrlen, then pointers
  private static final int SIZE = 48;
  private static final int SOCKTYPE_AT = 8;
  private static final int NAME_AT = MAC ? 24 : 32;

  private static final int AI_CANONNAME = 2;
  private static final int SOCK_STREAM = 1;
  private static final int LONGEST = 1025; // NI_MAXHOST

  private CanonicalName() {}

  /** Empty when there is no such host; the name itself where the system has no other. May block. */
  static Optional<String> of(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment hints = arena.allocate(SIZE, 8);
      hints.set(ValueLayout.JAVA_INT, 0, AI_CANONNAME);
      hints.set(ValueLayout.JAVA_INT, SOCKTYPE_AT, SOCK_STREAM);
      MemorySegment found = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment text = Libc.string(arena, name.getBytes(StandardCharsets.UTF_8));
      int failure =
          Libc.call("getaddrinfo", text.address(), 0, hints.address(), found.address()).asInt();
      if (failure != 0) {
        return Optional.empty();
      }
      long first = found.get(ValueLayout.JAVA_LONG, 0);
      try {
        long canonical =
            MemorySegment.ofAddress(first).reinterpret(SIZE).get(ValueLayout.JAVA_LONG, NAME_AT);
        return Optional.of(
            canonical == 0
                ? name
                : MemorySegment.ofAddress(canonical).reinterpret(LONGEST).getString(0));
      } finally {
        Libc.call("freeaddrinfo", first);
      }
    }
  }
}
