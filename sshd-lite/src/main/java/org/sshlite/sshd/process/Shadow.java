package org.sshlite.sshd.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.program.system.Libc;

/**
 * What the shadow database says of an account, shadow(5). Only root reads it.
 *
 * @param password as it is kept
 * @param expires the last day on which the account is good, since 1970-01-01; -1 for ever
 */
@SuppressWarnings("restricted")
public record Shadow(String password, long expires) {
  // struct spwd of Linux: sp_namp, sp_pwdp, then six longs, the last but one sp_expire
  private static final int RECORD_SIZE = 72;
  private static final int PASSWORD = 8;
  private static final int EXPIRES = 56;

  /** The record is the C library's, until it is asked again. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  /**
   * Empty where it says nothing, or this process is not root's.
   *
   * @throws IOException on a thread that has not got this process's rights: it would be told of
   *     nobody, and the locked taken for open
   */
  public static Optional<Shadow> of(String user) throws IOException {
    if (!Libc.has("getspnam")) {
      return Optional.empty();
    }
    LOCK.lock();
    try (Arena arena = Arena.ofConfined()) {
      ThreadRights.own();
      MemorySegment name = Libc.string(arena, user.getBytes(StandardCharsets.UTF_8));
      long found = Libc.call("getspnam", name.address()).value();
      if (found == 0) {
        return Optional.empty();
      }
      MemorySegment record = MemorySegment.ofAddress(found).reinterpret(RECORD_SIZE);
      return Optional.of(
          new Shadow(
              Libc.string(record.get(ValueLayout.JAVA_LONG, PASSWORD)),
              record.get(ValueLayout.JAVA_LONG, EXPIRES)));
    } finally {
      LOCK.unlock();
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
