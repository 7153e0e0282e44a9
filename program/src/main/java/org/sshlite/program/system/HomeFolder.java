package org.sshlite.program.system;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whose files begin where, by the user database. May wait for a network. */
public final class HomeFolder {
  /** pw_dir in struct passwd. */
  private static final int DIRECTORY =
      System.getProperty("os.name").startsWith("Mac") ? 6 * Long.BYTES : 4 * Long.BYTES;

  /** Of the texts of a record; 1024 is what the C library proposes. */
  private static final int ROOM = 4096;

  private HomeFolder() {}

  /** The home folder of a user; empty when nobody has that name. */
  public static Optional<String> of(String user) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = Libc.string(arena, user.getBytes(StandardCharsets.UTF_8));
      return Database.find(
          "getpwnam_r",
          name.address(),
          ROOM,
          found -> Libc.string(found.get(ValueLayout.JAVA_LONG, DIRECTORY)));
    }
  }
}
