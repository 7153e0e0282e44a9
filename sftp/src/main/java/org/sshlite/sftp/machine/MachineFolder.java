package org.sshlite.sftp.machine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.server.OpenFolder;
import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;

/** A folder that is read: getdents64(2), and what statx(2) says of each name in it. */
final class MachineFolder implements OpenFolder {
  /** Bytes of names that the system gives at once, as the C library asks for. */
  private static final int CHUNK = 32 * 1024;

  private static final byte[] NONE = new byte[0];

  private final Libc libc;
  private final Status status;
  private final Resolution resolution;
  private final MemorySegment names;
  private final int number;
  private byte[] chunk = NONE;
  private int next;

  MachineFolder(Libc libc, Status status, Resolution resolution, MemorySegment names, int number) {
    this.libc = libc;
    this.status = status;
    this.resolution = resolution;
    this.names = names;
    this.number = number;
  }

  @Override
  public @Nullable Entry next() throws StatusException {
    while (true) {
      if (next == chunk.length && !more()) {
        return null;
      }
      FileName name = takeName();
      try {
        Attributes attributes =
            status.of(number, resolution.string(name), Linux.AT_SYMLINK_NOFOLLOW);
        return new Entry(name, attributes, status.links(), status.modified());
      } catch (StatusException _) {
        // it is gone already
      }
    }
  }

  /** What is left of a chunk is this folder's own: others read into the same memory. */
  private boolean more() throws StatusException {
    long count = libc.call(Libc.GETDENTS, number, names.address(), CHUNK);
    if (Libc.failed(count)) {
      if (libc.errno() != Errno.ENOENT) {
        throw Errno.status(libc.errno());
      }
      count = 0; // it was removed meanwhile
    }
    chunk = count == 0 ? NONE : names.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
    next = 0;
    return count > 0;
  }

  private FileName takeName() {
    int length =
        (chunk[next + Linux.DIRENT_RECLEN] & 0xff)
            | (chunk[next + Linux.DIRENT_RECLEN + 1] & 0xff) << 8;
    int start = next + Linux.DIRENT_NAME;
    int end = start;
    while (chunk[end] != 0) {
      end++;
    }
    next += length;
    return FileName.of(Arrays.copyOfRange(chunk, start, end));
  }

  @Override
  public void close() throws StatusException {
    if (!libc.closeFile(number)) {
      throw Errno.status(libc.errno());
    }
  }

  /** Memory that all folders of a session read into. */
  static MemorySegment memory(Libc libc) {
    return libc.allocate(CHUNK);
  }
}
