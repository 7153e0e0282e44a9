package org.sshlite.sshd.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.sshlite.program.system.Libc;

/**
 * A user of the operating system.
 *
 * @param home absolute path
 * @param shell absolute path of the login shell
 */
public record Account(String name, int uid, String home, String shell) {
  private static final int RECORD_SIZE = 128;
  // names, directories and groups of a user; 1024 is what the C library proposes
  private static final int STRINGS_SIZE = 64 * 1024;

  /** The user who runs this process; empty when the user database does not know him. */
  public static Optional<Account> current() {
    return byUid(Libc.call("geteuid").asInt());
  }

  public static Optional<Account> byUid(int uid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment record = arena.allocate(RECORD_SIZE, 8);
      MemorySegment strings = arena.allocate(STRINGS_SIZE);
      MemorySegment found = arena.allocate(ValueLayout.ADDRESS);
      int error =
          Libc.call(
                  "getpwuid_r",
                  uid,
                  record.address(),
                  strings.address(),
                  STRINGS_SIZE,
                  found.address())
              .asInt();
      return error != 0 || found.get(ValueLayout.JAVA_LONG, 0) == 0
          ? Optional.empty()
          : Optional.of(read(record));
    }
  }

  private static Account read(MemorySegment record) {
    Platform platform = Platform.CURRENT;
    String shell = string(record, platform.passwdShell());
    return new Account(
        string(record, 0),
        record.get(ValueLayout.JAVA_INT, platform.passwdUid()),
        string(record, platform.passwdDirectory()),
        shell.isEmpty() ? "/bin/sh" : shell);
  }

  private static String string(MemorySegment record, int offset) {
    long address = record.get(ValueLayout.JAVA_LONG, offset);
    return address == 0 ? "" : Libc.string(address);
  }
}
