package org.sshlite.sshd.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.sshlite.program.system.Database;
import org.sshlite.program.system.Libc;

/**
 * A user of the operating system.
 *
 * @param uid unsigned, as {@code gid} and {@code groups}
 * @param gid the group of what he makes
 * @param groups all that he is in
 * @param home absolute path
 * @param shell absolute path of the login shell
 * @param locked whether the user database itself says that the password is locked
 */
public record Account(
    String name,
    int uid,
    int gid,
    List<Integer> groups,
    String home,
    String shell,
    boolean locked) {
  /** Of root. */
  public static final int ROOT = 0;

  // names, directories and groups of a user; 1024 is what the C library proposes
  private static final int STRINGS_SIZE = 64 * 1024;

  /** pw_passwd in struct passwd: the second, on every system we know. */
  private static final int PASSWORD = 8;

  public Account {
    groups = List.copyOf(groups);
  }

  /** Of one whose password is not locked. */
  public Account(String name, int uid, int gid, List<Integer> groups, String home, String shell) {
    this(name, uid, gid, groups, home, shell, false);
  }

  /** Of one who is in the group of his own number alone. */
  public Account(String name, int uid, String home, String shell) {
    this(name, uid, uid, List.of(uid), home, shell);
  }

  /** The user who runs this process; empty when the user database does not know him. */
  public static Optional<Account> current() {
    int uid = Libc.call("geteuid").asInt();
    return find("getpwuid_r", Integer.toUnsignedLong(uid)).map(found -> found.in(Groups.own()));
  }

  /** The one of that very name, with all groups that the group database has him in. */
  public static Optional<Account> byName(String name) {
    if (name.isEmpty() || name.indexOf(0) >= 0) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = Libc.string(arena, name.getBytes(StandardCharsets.UTF_8));
      return find("getpwnam_r", text.address())
          // a database that finds more than was asked for would give a user two names
          .filter(found -> found.name().equals(name))
          .map(found -> found.in(Groups.of(found.name(), found.gid())));
    }
  }

  private Account in(List<Integer> all) {
    return new Account(name, uid, gid, all, home, shell, locked);
  }

  private static Optional<Account> find(String function, long key) {
    return Database.find(function, key, STRINGS_SIZE, Account::read);
  }

  private static Account read(MemorySegment record) {
    Platform platform = Platform.CURRENT;
    String shell = string(record, platform.passwdShell());
    int gid = record.get(ValueLayout.JAVA_INT, platform.passwdUid() + Integer.BYTES);
    return new Account(
        string(record, 0),
        record.get(ValueLayout.JAVA_INT, platform.passwdUid()),
        gid,
        List.of(gid),
        string(record, platform.passwdDirectory()),
        shell.isEmpty() ? "/bin/sh" : shell,
        string(record, PASSWORD).startsWith("!"));
  }

  private static String string(MemorySegment record, int offset) {
    long address = record.get(ValueLayout.JAVA_LONG, offset);
    return address == 0 ? "" : Libc.string(address);
  }
}
