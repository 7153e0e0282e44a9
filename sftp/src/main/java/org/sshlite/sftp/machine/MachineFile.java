package org.sshlite.sftp.machine;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.sshlite.sftp.server.OpenFile;
import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.FileSystemStatus;
import org.sshlite.sftp.wire.Limits;
import org.sshlite.sftp.wire.StatusCode;

/**
 * An open file of this machine. Never read or written where it is at, so what has no places fails.
 */
final class MachineFile implements OpenFile {

  private static final int READABLE_BY_ALL = 4;

  /** Bytes for one call, which may take long on a slow disk. */
  private static final long COPIED_AT_ONCE = 64 * 1024 * 1024;

  private final Libc libc;
  private final MachineFiles files;
  private final int number;
  private final boolean appends;

  MachineFile(Libc libc, MachineFiles files, int number, boolean appends) {
    this.libc = libc;
    this.files = files;
    this.number = number;
    this.appends = appends;
  }

  /**
   * Of the processes' own files, only those for everyone, and to read: /proc/self is this server,
   * with its memory and environment in it, where OpenSSH's user finds a process of his own.
   */
  void refuseProcesses(boolean writes) throws StatusException {
    if (!files.isOfProcesses(number)) {
      return;
    }
    Attributes attributes = attributes();
    boolean readable = !files.guarded() && (attributes.permissions() & READABLE_BY_ALL) != 0;
    if (writes || !attributes.isDirectory() && !readable) {
      throw Errno.status(Errno.EACCES);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length, long position) throws StatusException {
    MemorySegment memory = files.data(length);
    int count = (int) Math.min(length, memory.byteSize());
    int read = readInto(memory, count, position);
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, target, offset, read);
    return read;
  }

  private int readInto(MemorySegment memory, int length, long position) throws StatusException {
    long count = libc.call(Libc.PREAD, number, memory.address(), length, position);
    if (Libc.failed(count)) {
      throw Errno.status(libc.errno());
    }
    return (int) count;
  }

  @Override
  public void write(Bytes data, long position) throws StatusException {
    MemorySegment memory = files.data(data.length());
    MemorySegment.copy(
        data.array(), data.offset(), memory, ValueLayout.JAVA_BYTE, 0, data.length());
    writeFrom(memory, data.length(), position);
  }

  /** All of it: the disk that takes only some says why when it is asked for the rest. */
  private void writeFrom(MemorySegment memory, int length, long position) throws StatusException {
    int written = 0;
    do {
      // at the end wherever: then the client's place may be any number
      long place = appends ? 0 : position + written;
      long count =
          libc.call(
              Libc.PWRITE, number, memory.address() + written, length - (long) written, place);
      if (Libc.failed(count)) {
        throw Errno.status(libc.errno());
      }
      if (count == 0 && length > 0) {
        throw new StatusException(StatusCode.FAILURE);
      }
      written += (int) count;
    } while (written < length);
  }

  @Override
  public Attributes attributes() throws StatusException {
    return files.status().ofFile(number);
  }

  @Override
  public void setAttributes(Attributes attributes) throws StatusException {
    Changes changes = new Changes();
    if (attributes.has(Attributes.SIZE)) {
      changes.attempt(() -> truncate(attributes.size()));
    }
    if (attributes.has(Attributes.PERMISSIONS)) {
      changes.attempt(
          () -> check(libc.call(Libc.FCHMOD, number, attributes.permissions() & 07777)));
    }
    if (attributes.has(Attributes.ACMODTIME)) {
      changes.attempt(() -> check(libc.call(Libc.FUTIMENS, number, files.times(attributes))));
    }
    if (attributes.has(Attributes.UIDGID)) {
      changes.attempt(
          () -> check(libc.call(Libc.FCHOWN, number, attributes.uid(), attributes.gid())));
    }
    changes.end();
  }

  void truncate(long size) throws StatusException {
    check(libc.call(Libc.FTRUNCATE, number, size));
  }

  private void check(long result) throws StatusException {
    if (Libc.failed(result)) {
      throw Errno.status(libc.errno());
    }
  }

  @Override
  public FileSystemStatus fileSystem() throws StatusException {
    MemorySegment memory = files.data(Linux.SIZEOF_STATVFS);
    check(libc.call(Libc.FSTATVFS, number, memory.address()));
    long[] words = memory.asSlice(0, Linux.SIZEOF_STATVFS).toArray(ValueLayout.JAVA_LONG);
    return new FileSystemStatus(
        words[0],
        words[1],
        words[2],
        words[3],
        words[4],
        words[5],
        words[6],
        words[7],
        words[8],
        // ST_RDONLY and ST_NOSUID are 1 and 2 on both sides
        words[9] & (FileSystemStatus.READ_ONLY | FileSystemStatus.NO_SETUID),
        words[10]);
  }

  @Override
  public void sync() throws StatusException {
    check(libc.call(Libc.FSYNC, number));
  }

  @Override
  public long copyTo(OpenFile target, long position, long length, long targetPosition)
      throws IOException {
    MachineFile to = (MachineFile) target;
    if (identity().equals(to.identity())) {
      throw new StatusException(StatusCode.FAILURE, "the same file");
    }
    if (position < 0 || targetPosition < 0 && !to.appends) {
      throw Errno.status(Errno.EINVAL);
    }
    long copied = copyInside(to, position, length, targetPosition);
    return copied + copyThrough(to, position + copied, length - copied, targetPosition + copied);
  }

  private Status.Identity identity() throws StatusException {
    attributes();
    return files.status().identity();
  }

  /** Within the kernel, as far as it does that: not between all file systems, nor of all files. */
  private long copyInside(MachineFile to, long position, long length, long targetPosition)
      throws StatusException {
    if (to.appends) {
      return 0;
    }
    MemorySegment memory = files.data(2 * Long.BYTES);
    long copied = 0;
    while (Long.compareUnsigned(copied, length) < 0) {
      refuseWhenOver();
      memory.set(ValueLayout.JAVA_LONG, 0, position + copied);
      memory.set(ValueLayout.JAVA_LONG, 8, targetPosition + copied);
      long left = length - copied;
      long count =
          libc.call(
              Libc.COPY_FILE_RANGE,
              number,
              memory.address(),
              to.number,
              memory.address() + 8,
              left < 0 ? COPIED_AT_ONCE : Math.min(left, COPIED_AT_ONCE),
              0);
      if (count <= 0) {
        break;
      }
      copied += count;
    }
    return copied;
  }

  private long copyThrough(MachineFile to, long position, long length, long targetPosition)
      throws StatusException {
    MemorySegment memory = files.data(Limits.MAXIMUM_DATA_LENGTH);
    long copied = 0;
    while (Long.compareUnsigned(copied, length) < 0) {
      refuseWhenOver();
      long left = length - copied;
      long most = left < 0 ? memory.byteSize() : Math.min(left, memory.byteSize());
      int count = readInto(memory, (int) most, position + copied);
      if (count == 0) {
        break;
      }
      to.writeFrom(memory, count, targetPosition + copied);
      copied += count;
    }
    return copied;
  }

  /** A copy may have no end, and its session one. */
  private static void refuseWhenOver() throws StatusException {
    if (Thread.currentThread().isInterrupted()) {
      throw new StatusException(StatusCode.FAILURE, "the session is over");
    }
  }

  @Override
  public void close() throws StatusException {
    if (!libc.closeFile(number)) {
      throw Errno.status(libc.errno());
    }
  }
}
