package org.sshlite.program.system;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.function.Function;

/** Records of the user and the group database, getpwnam(3) and its kind. May wait for a network. */
public final class Database {
  /** Of struct passwd and struct group, and more. */
  private static final int RECORD_SIZE = 128;

  private static final int ERRNO_TOO_LITTLE = 34; // ERANGE, on every system we know

  /** Bytes: a group with some ten million members. */
  private static final int MOST = 256 * 1024 * 1024;

  private Database() {}

  /**
   * Finds one.
   *
   * @param function {@code getpwnam_r} or one like it
   * @param key what it looks for: a number, or the address of a name
   * @param room bytes for the texts that the record points to, at first: it gets as much as it
   *     takes
   * @param read takes what is wanted, while the record is there
   * @return empty when there is none
   */
  public static <T> Optional<T> find(
      String function, long key, int room, Function<MemorySegment, T> read) {
    int given = room;
    Answer<T> answer = ask(function, key, given, read);
    while (answer.error() == ERRNO_TOO_LITTLE && given < MOST) {
      given = Math.min(4 * given, MOST);
      answer = ask(function, key, given, read);
    }
    return answer.found();
  }

  private record Answer<T>(int error, Optional<T> found) {}

  private static <T> Answer<T> ask(
      String function, long key, int room, Function<MemorySegment, T> read) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment record = arena.allocate(RECORD_SIZE, 8);
      MemorySegment strings = arena.allocate(room);
      MemorySegment found = arena.allocate(ValueLayout.ADDRESS);
      Libc.Result asked =
          Libc.call(function, key, record.address(), strings.address(), room, found.address());
      // some take errno for what they should return
      int error = asked.asInt() == -1 ? asked.errno() : asked.asInt();
      boolean there = error == 0 && found.get(ValueLayout.JAVA_LONG, 0) != 0;
      return new Answer<>(error, there ? Optional.of(read.apply(record)) : Optional.empty());
    }
  }
}
