package org.sshlite.sshd.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.sshlite.program.system.Libc;

/** The groups of a user of the machine, whoever he is. May wait for a directory in the network. */
public final class UserGroups {
  private static final int RECORD_SIZE = 128;
  private static final int STRINGS_SIZE = 64 * 1024;
  // behind pw_name, pw_passwd and pw_uid
  private static final int GID_OFFSET = 20;
  // NGROUPS_MAX of Linux
  private static final int MOST_GROUPS = 65536;

  private UserGroups() {}

  /** Their names; none for a user who does not exist. */
  public static List<String> names(String user) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = Libc.string(arena, user.getBytes(StandardCharsets.UTF_8));
      OptionalInt own = groupId(arena, name);
      return own.isEmpty() ? List.of() : names(arena, name, own.getAsInt());
    }
  }

  private static OptionalInt groupId(Arena arena, MemorySegment name) {
    MemorySegment record = arena.allocate(RECORD_SIZE, 8);
    MemorySegment strings = arena.allocate(STRINGS_SIZE);
    MemorySegment found = arena.allocate(ValueLayout.ADDRESS);
    int error =
        Libc.call(
                "getpwnam_r",
                name.address(),
                record.address(),
                strings.address(),
                STRINGS_SIZE,
                found.address())
            .asInt();
    return error != 0 || found.get(ValueLayout.JAVA_LONG, 0) == 0
        ? OptionalInt.empty()
        : OptionalInt.of(record.get(ValueLayout.JAVA_INT, GID_OFFSET));
  }

  private static List<String> names(Arena arena, MemorySegment name, int own) {
    MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
    int room = 64;
    while (true) {
      MemorySegment list = arena.allocate(ValueLayout.JAVA_INT, room);
      count.set(ValueLayout.JAVA_INT, 0, room);
      int result =
          Libc.call(
                  "getgrouplist",
                  name.address(),
                  Integer.toUnsignedLong(own),
                  list.address(),
                  count.address())
              .asInt();
      if (result >= 0) {
        return names(list, result);
      }
      if (room == MOST_GROUPS) {
        return List.of();
      }
      // too many for the list: glibc says how many there are, others do not
      room = Math.min(MOST_GROUPS, Math.max(2 * room, count.get(ValueLayout.JAVA_INT, 0)));
    }
  }

  private static List<String> names(MemorySegment list, int count) {
    Set<Integer> ids = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      ids.add(list.getAtIndex(ValueLayout.JAVA_INT, i));
    }
    List<String> names = new ArrayList<>();
    ids.forEach(id -> Groups.name(id).ifPresent(names::add));
    return List.copyOf(names);
  }
}
