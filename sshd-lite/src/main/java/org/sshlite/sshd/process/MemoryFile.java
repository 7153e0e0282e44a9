package org.sshlite.sshd.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;

/** A file in memory, memfd_create(2): one that can be executed can no more be changed. */
final class MemoryFile implements AutoCloseable {
  private static final int CLOEXEC = 1;
  private static final int ALLOW_SEALING = 2;
  private static final int EXECUTABLE = 0x10; // since Linux 6.3; before, all of them are
  private static final int ERRNO_INVALID = 22;
  private static final int FCNTL_ADD_SEALS = 1033;
  private static final int ALL_SEALS = 0xf;

  private final int number;

  private MemoryFile(int number) {
    this.number = number;
  }

  /** One to execute. */
  static MemoryFile of(String name, byte[] contents) throws SystemException {
    MemoryFile file = make(name, CLOEXEC | ALLOW_SEALING | executable());
    try (Arena arena = Arena.ofConfined()) {
      file.write(arena, contents);
      return file;
    } catch (SystemException e) {
      file.close();
      throw e;
    }
  }

  /** One to be written into by others. */
  static MemoryFile empty(String name) throws SystemException {
    return make(name, CLOEXEC);
  }

  private static MemoryFile make(String name, int flags) throws SystemException {
    Libc.Result made = create(name, flags);
    if (made.failed()) {
      throw new SystemException("memfd_create", made.errno());
    }
    return new MemoryFile(Descriptor.aboveStandard(made.asInt()));
  }

  private static Libc.Result create(String name, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      long text = Libc.string(arena, name.getBytes(StandardCharsets.UTF_8)).address();
      return Libc.call("memfd_create", text, flags);
    }
  }

  /** What asks for one that can be executed. */
  static int executable() {
    return Asked.FLAG;
  }

  private static final class Asked {
    static final int FLAG = find();

    private static int find() {
      Libc.Result made = create("", CLOEXEC | EXECUTABLE);
      if (made.failed()) {
        return made.errno() == ERRNO_INVALID ? 0 : EXECUTABLE;
      }
      Descriptor.close(made.asInt());
      return EXECUTABLE;
    }
  }

  private void write(Arena arena, byte[] contents) throws SystemException {
    MemorySegment memory = arena.allocate(contents.length);
    MemorySegment.copy(contents, 0, memory, ValueLayout.JAVA_BYTE, 0, contents.length);
    long at = 0;
    while (at < contents.length) {
      at += Libc.check("write", number, memory.address() + at, contents.length - at);
    }
    Libc.Result sealed = Libc.variadic("fcntl", number, FCNTL_ADD_SEALS, ALL_SEALS);
    if (sealed.failed()) {
      throw new SystemException("fcntl", sealed.errno());
    }
  }

  /**
   * What stands in it.
   *
   * @param most bytes
   */
  String text(int most) throws SystemException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(most);
      int count = Libc.check("pread", number, memory.address(), most, 0);
      byte[] bytes = memory.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  int number() {
    return number;
  }

  @Override
  public void close() {
    Descriptor.close(number);
  }
}
