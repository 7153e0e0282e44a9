package org.sshlite.sshd.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sshlite.program.system.Libc;

/**
 * What the shadow database says of an account, shadow(5). Only root reads it.
 *
 * @param password as it is kept
 * @param expires the last day on which the account is good, since 1970-01-01; -1 for ever
 */
public record Shadow(String password, long expires) {
  // struct spwd of Linux: sp_namp, sp_pwdp, then six longs, the last but one sp_expire
  private static final int RECORD_SIZE = 72;
  private static final int PASSWORD = 8;
  private static final int EXPIRES = 56;
  private static final int STRINGS_SIZE = 16 * 1024;

  /** Empty where it says nothing, or not to us. */
  public static Optional<Shadow> of(String user) {
    if (!Libc.has("getspnam_r")) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = Libc.string(arena, user.getBytes(StandardCharsets.UTF_8));
      MemorySegment record = arena.allocate(RECORD_SIZE, 8);
      MemorySegment strings = arena.allocate(STRINGS_SIZE);
      MemorySegment found = arena.allocate(ValueLayout.ADDRESS);
      int error =
          Libc.call(
                  "getspnam_r",
                  name.address(),
                  record.address(),
                  strings.address(),
                  STRINGS_SIZE,
                  found.address())
              .asInt();
      if (error != 0 || found.get(ValueLayout.JAVA_LONG, 0) == 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Shadow(
              Libc.string(record.get(ValueLayout.JAVA_LONG, PASSWORD)),
              record.get(ValueLayout.JAVA_LONG, EXPIRES)));
    }
  }

  /** As usermod -L leaves it, and as OpenSSH asks on Linux. */
  public boolean isLocked() {
    return password.startsWith("!");
  }

  /**
   * @param today days since 1970-01-01
   */
  public boolean hasExpired(long today) {
    return expires != -1 && today > expires;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Shadow[]";
  }
}
