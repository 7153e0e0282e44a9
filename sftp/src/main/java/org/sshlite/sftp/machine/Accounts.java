package org.sshlite.sftp.machine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sshlite.sftp.wire.FileName;

/** The databases of users and groups. */
final class Accounts {
  private static final int RECORD_SIZE = 128;

  /** Bytes: a group's members stand there, too, and some groups have everybody. */
  private static final int STRINGS_SIZE = 1024 * 1024;

  /** A client can ask for every number there is. */
  private static final int MOST_KEPT = 1024;

  private final Libc libc;
  private final Map<Integer, Optional<FileName>> users = new HashMap<>();
  private final Map<Integer, Optional<FileName>> groups = new HashMap<>();

  Accounts(Libc libc) {
    this.libc = libc;
  }

  Optional<FileName> userName(int uid) {
    return kept(users, uid, Libc.GETPWUID);
  }

  Optional<FileName> groupName(int gid) {
    return kept(groups, gid, Libc.GETGRGID);
  }

  private Optional<FileName> kept(
      Map<Integer, Optional<FileName>> names, int id, MemorySegment function) {
    if (names.size() >= MOST_KEPT) {
      names.clear();
    }
    // the name comes first in both records
    return names.computeIfAbsent(id, i -> find(function, Integer.toUnsignedLong(i), 0));
  }

  /** The home folder of a user. */
  Optional<FileName> home(FileName user) {
    byte[] bytes = user.bytes();
    try (Libc own = new Libc()) {
      MemorySegment name = own.allocate(bytes.length + 1L);
      MemorySegment.copy(bytes, 0, name, ValueLayout.JAVA_BYTE, 0, bytes.length);
      return find(Libc.GETPWNAM, name.address(), Linux.PASSWD_DIR);
    }
  }

  /** Calls a function of the shape of getpwuid_r. */
  @SuppressWarnings("restricted")
  private Optional<FileName> find(MemorySegment function, long key, int field) {
    try (Libc own = new Libc()) {
      MemorySegment entry = own.allocate(RECORD_SIZE);
      MemorySegment strings = own.allocate(STRINGS_SIZE);
      MemorySegment found = own.allocate(Long.BYTES);
      long error =
          libc.call(
              function, key, entry.address(), strings.address(), STRINGS_SIZE, found.address());
      if ((int) error != 0 || found.get(ValueLayout.JAVA_LONG, 0) == 0) {
        return Optional.empty();
      }
      long address = entry.get(ValueLayout.JAVA_LONG, field);
      return address == 0
          ? Optional.empty()
          : Optional.of(string(MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE)));
    }
  }

  /** The C string at the start of {@code memory}. */
  static FileName string(MemorySegment memory) {
    byte[] bytes = new byte[64];
    int length = 0;
    for (byte b = memory.get(ValueLayout.JAVA_BYTE, 0);
        b != 0;
        b = memory.get(ValueLayout.JAVA_BYTE, length)) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      bytes[length++] = b;
    }
    return FileName.of(Arrays.copyOf(bytes, length));
  }
}
