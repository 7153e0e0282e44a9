package org.sshlite.sshd.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.system.Libc;

/**
 * What the shadow database says of an account, shadow(5). Only root reads it. Days are counted from
 * 1970-01-01.
 *
 * @param password as it is kept
 * @param changed the day on which the password was changed; 0: it must be changed, -1 unknown
 * @param goodFor days that the password is good for; -1 for ever
 * @param warned how many days before a password or an account expires its user is told
 * @param expires the last day on which the account is good; -1 for ever
 */
@SuppressWarnings("restricted")
public record Shadow(SecretBytes password, long changed, long goodFor, long warned, long expires)
    implements AutoCloseable {
  // struct spwd of Linux: sp_namp, sp_pwdp, then longs: sp_lstchg, sp_min, sp_max, sp_warn,
  // sp_inact, sp_expire, sp_flag
  private static final int RECORD_SIZE = 72;
  private static final int PASSWORD = 8;
  private static final int CHANGED = 16;
  private static final int GOOD_FOR = 32;
  private static final int WARNED = 40;
  private static final int EXPIRES = 56;

  /** Of an account of which it says nothing. */
  public static final Shadow OPEN = new Shadow(new SecretBytes(new byte[0]), -1, -1, -1, -1);

  /** The record is the C library's, until it is asked again. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  /** The day, as the database counts them: in UTC, since 1970. */
  public static long today(InstantSource clock) {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toEpochDay();
  }

  /**
   * Empty where it says nothing, or this process is not root's.
   *
   * @throws IOException on a thread that has not got this process's rights: it would be told of
   *     nobody, and the locked taken for open
   */
  public static Optional<Shadow> of(String user) throws IOException {
    if (!Libc.has("getspnam") || user.indexOf(0) >= 0) {
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
              new SecretBytes(bytes(record.get(ValueLayout.JAVA_LONG, PASSWORD))),
              record.get(ValueLayout.JAVA_LONG, CHANGED),
              record.get(ValueLayout.JAVA_LONG, GOOD_FOR),
              record.get(ValueLayout.JAVA_LONG, WARNED),
              record.get(ValueLayout.JAVA_LONG, EXPIRES)));
    } finally {
      LOCK.unlock();
    }
  }

  /** Of a C string. */
  static byte[] bytes(long address) {
    MemorySegment text = MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE);
    int length = 0;
    while (text.get(ValueLayout.JAVA_BYTE, length) != 0) {
      length++;
    }
    return text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** As usermod -L leaves it, and as OpenSSH asks on Linux. */
  public boolean isLocked() {
    return password.length() > 0 && password.bytes()[0] == '!';
  }

  public boolean hasExpired(long today) {
    return expires != -1 && today > expires;
  }

  /**
   * Why the password must be changed, as sshd says it; empty where it need not. That it was never
   * changed counts as long ago, as with sshd.
   */
  public Optional<String> passwordExpired(long today) {
    if (changed == 0) {
      return Optional.of("root forced");
    }
    return goodFor != -1 && today > changed + goodFor
        ? Optional.of("password aged")
        : Optional.empty();
  }

  /** What the user is told whose account expires soon: a line, or nothing. */
  public String accountNotice(long today) {
    return expires == -1 ? "" : notice("account", expires - today);
  }

  /** What the user is told whose password expires soon: a line, or nothing. */
  public String passwordNotice(long today) {
    return goodFor == -1 ? "" : notice("password", changed + goodFor - today);
  }

  private String notice(String what, long left) {
    return left < 0 || left > warned
        ? ""
        : "Your %s will expire in %d day%s.\n".formatted(what, left, left == 1 ? "" : "s");
  }

  @Override
  public void close() {
    password.close();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Shadow[]";
  }
}
