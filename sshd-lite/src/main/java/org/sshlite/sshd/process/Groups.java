package org.sshlite.sshd.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sshlite.program.system.Database;
import org.sshlite.program.system.Libc;

/** The group database. */
public final class Groups {
  // a group's members stand there, too, and some groups have everybody
  private static final int STRINGS_SIZE = 1024 * 1024;

  private static final int USUAL = 64;
  // NGROUPS_MAX of Linux: more than that no process can be in
  private static final int MOST = 65536;

  private static final int RECORD_GID = 16;

  private Groups() {}

  /** Those that this process is in. */
  static List<Integer> own() {
    Set<Integer> ids = new LinkedHashSet<>();
    ids.add(Libc.call("getegid").asInt());
    int count = Libc.call("getgroups", 0, 0).asInt();
    if (count > 0) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment list = arena.allocate(ValueLayout.JAVA_INT, count);
        int filled = Libc.call("getgroups", count, list.address()).asInt();
        ids.addAll(read(list, Math.max(filled, 0)));
      }
    }
    return List.copyOf(ids);
  }

  /**
   * Those of a user.
   *
   * @param gid that the user database gives him
   */
  static List<Integer> of(String user, int gid) {
    int size = USUAL;
    while (true) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment list = arena.allocate(ValueLayout.JAVA_INT, size);
        MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
        count.set(ValueLayout.JAVA_INT, 0, size);
        MemorySegment name = Libc.string(arena, user.getBytes(StandardCharsets.UTF_8));
        int result =
            Libc.call(
                    "getgrouplist",
                    name.address(),
                    Integer.toUnsignedLong(gid),
                    list.address(),
                    count.address())
                .asInt();
        int found = count.get(ValueLayout.JAVA_INT, 0);
        if (result >= 0 || size == MOST) {
          return read(list, Math.min(found, size));
        }
        size = Math.min(Math.max(found, 2 * size), MOST);
      }
    }
  }

  /** The numbers in a list of gid_t. */
  static List<Integer> read(MemorySegment list, int count) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(list.getAtIndex(ValueLayout.JAVA_INT, i));
    }
    return ids;
  }

  /**
   * Names of the groups of a user of the machine, whoever he is; none where there is no such user.
   */
  public static List<String> names(String user) {
    return Account.byName(user).map(found -> names(found.groups())).orElse(List.of());
  }

  /** Their names; a group that the group database does not know has none. */
  public static List<String> names(List<Integer> ids) {
    return ids.stream().distinct().map(Groups::name).flatMap(Optional::stream).toList();
  }

  private static Optional<String> name(int id) {
    return Database.find(
        "getgrgid_r",
        Integer.toUnsignedLong(id),
        STRINGS_SIZE,
        // gr_name comes first
        record -> Libc.string(record.get(ValueLayout.JAVA_LONG, 0)));
  }

  /** The number of a group. */
  public static OptionalInt id(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = Libc.string(arena, name.getBytes(StandardCharsets.UTF_8));
      return Database.find(
              "getgrnam_r",
              text.address(),
              STRINGS_SIZE,
              record -> record.get(ValueLayout.JAVA_INT, RECORD_GID))
          .map(OptionalInt::of)
          .orElse(OptionalInt.empty());
    }
  }
}
