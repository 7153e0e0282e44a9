package org.sshlite.sftp.machine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.sshlite.sftp.machine.Resolution.Place;
import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.wire.Attributes;

/** statx(2), with the last answer in memory that is kept. */
final class Status {
  private static final int ALL =
      Attributes.SIZE | Attributes.UIDGID | Attributes.PERMISSIONS | Attributes.ACMODTIME;

  private final Libc libc;
  private final MemorySegment memory;
  private final MemorySegment empty;

  Status(Libc libc) {
    this.libc = libc;
    this.memory = libc.allocate(Linux.SIZEOF_STATX);
    this.empty = libc.allocate(1);
  }

  Attributes of(Place place) throws StatusException {
    return of(place.directory(), place.name(), place.flags());
  }

  Attributes ofFile(int number) throws StatusException {
    return of(number, empty.address(), Linux.AT_EMPTY_PATH);
  }

  Attributes of(int directory, long name, int flags) throws StatusException {
    long result =
        libc.call(Libc.STATX, directory, name, flags, Linux.STATX_BASIC_STATS, memory.address());
    if (Libc.failed(result)) {
      throw Errno.status(libc.errno());
    }
    return new Attributes(
        ALL,
        memory.get(ValueLayout.JAVA_LONG, Linux.STATX_SIZE),
        memory.get(ValueLayout.JAVA_INT, Linux.STATX_UID),
        memory.get(ValueLayout.JAVA_INT, Linux.STATX_GID),
        memory.get(ValueLayout.JAVA_SHORT, Linux.STATX_MODE) & 0xffff,
        (int) memory.get(ValueLayout.JAVA_LONG, Linux.STATX_ATIME),
        (int) modified(),
        List.of());
  }

  /** Of the last answer: how many names the file has. */
  long links() {
    return Integer.toUnsignedLong(memory.get(ValueLayout.JAVA_INT, Linux.STATX_NLINK));
  }

  /** Of the last answer: seconds since 1970. */
  long modified() {
    return memory.get(ValueLayout.JAVA_LONG, Linux.STATX_MTIME);
  }

  /** Which file it is, on which file system. */
  record Identity(long number, int major, int minor) {}

  /** Of the last answer. */
  Identity identity() {
    return new Identity(
        memory.get(ValueLayout.JAVA_LONG, Linux.STATX_INO),
        memory.get(ValueLayout.JAVA_INT, Linux.STATX_DEV_MAJOR),
        memory.get(ValueLayout.JAVA_INT, Linux.STATX_DEV_MINOR));
  }
}
