package org.sshlite.sshd.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.program.system.Libc;

/** The groups that this process is in, and with it every session. */
public final class Groups {
  private static final int RECORD_SIZE = 128;
  // a group's members stand there, too, and some groups have everybody
  private static final int STRINGS_SIZE = 1024 * 1024;

  private Groups() {}

  /** Their names; a group that the group database does not know has none. */
  public static List<String> names() {
    Set<Integer> ids = new LinkedHashSet<>();
    ids.add(Libc.call("getegid").asInt());
    int count = Libc.call("getgroups", 0, 0).asInt();
    if (count > 0) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment list = arena.allocate(ValueLayout.JAVA_INT, count);
        int filled = Libc.call("getgroups", count, list.address()).asInt();
        for (int i = 0; i < filled; i++) {
          ids.add(list.getAtIndex(ValueLayout.JAVA_INT, i));
        }
      }
    }
    return ids.stream().map(Groups::name).flatMap(Optional::stream).toList();
  }

  static Optional<String> name(int id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment record = arena.allocate(RECORD_SIZE, 8);
      MemorySegment strings = arena.allocate(STRINGS_SIZE);
      MemorySegment found = arena.allocate(ValueLayout.ADDRESS);
      int error =
          Libc.call(
                  "getgrgid_r",
                  Integer.toUnsignedLong(id),
                  record.address(),
                  strings.address(),
                  STRINGS_SIZE,
                  found.address())
              .asInt();
      // gr_name comes first
      return error != 0 || found.get(ValueLayout.JAVA_LONG, 0) == 0
          ? Optional.empty()
          : Optional.of(Libc.string(record.get(ValueLayout.JAVA_LONG, 0)));
    }
  }
}
