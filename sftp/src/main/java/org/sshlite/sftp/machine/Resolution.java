package org.sshlite.sftp.machine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.wire.FileName;

/**
 * Where a path leads: the one place where that is decided. With a root, the kernel resolves every
 * path as if the root were "/" (openat2(2), RESOLVE_IN_ROOT): neither "..", nor links, nor folders
 * that are moved meanwhile lead out of it. What is done then is done to the file that was found, or
 * to a name in the folder that was found, and never by a path again.
 */
final class Resolution implements AutoCloseable {
  private static final FileName SLASH = FileName.of("/");
  private static final FileName DOT = FileName.of(".");

  private final Libc libc;
  private final boolean rooted;
  private final MemorySegment how;
  private final MemorySegment[] names;
  private final MemorySegment empty;
  private int used;

  /** The root; without one the start folder. */
  private int base;

  private FileName start = SLASH;

  /**
   * A place for functions of the system that end in "at".
   *
   * @param directory an open folder, or the file itself
   * @param name address of a C string, good until {@link #NAMES} more were made
   * @param flags AT_SYMLINK_NOFOLLOW or AT_EMPTY_PATH, or none
   * @param owned whether {@code directory} is to be closed
   */
  record Place(Libc libc, int directory, long name, int flags, boolean owned)
      implements AutoCloseable {
    @Override
    public void close() {
      if (owned) {
        libc.closeFile(directory);
      }
    }
  }

  /** Paths in use at once: rename has two, and each may need a parent. */
  private static final int NAMES = 4;

  /**
   * @param root what is "/" for the session; empty for the machine's own
   * @throws StatusException when the root is no folder, or this kernel cannot hold a session in one
   */
  Resolution(Libc libc, Optional<FileName> root) throws StatusException {
    this.libc = libc;
    this.rooted = root.isPresent();
    this.how = libc.allocate(Linux.SIZEOF_OPEN_HOW);
    this.names = new MemorySegment[NAMES];
    for (int i = 0; i < NAMES; i++) {
      names[i] = libc.allocate(Linux.PATH_MAX);
    }
    this.empty = libc.allocate(1);
    this.base = openFrom(Linux.AT_FDCWD, root.orElse(SLASH), Linux.O_PATH | Linux.O_DIRECTORY, 0);
    if (rooted) {
      try {
        close(open(SLASH, Linux.O_PATH, 0));
      } catch (StatusException e) {
        libc.closeFile(base);
        throw e;
      }
    }
  }

  /** Where relative paths begin from now on: an absolute path without links. */
  void start(FileName folder) throws StatusException {
    int opened = open(folder, Linux.O_PATH | Linux.O_DIRECTORY, 0);
    if (rooted) {
      libc.closeFile(opened);
    } else {
      libc.closeFile(base);
      base = opened;
    }
    start = folder;
  }

  FileName start() {
    return start;
  }

  /**
   * Opens what a path leads to.
   *
   * @param flags of open(2); O_CLOEXEC is added
   */
  int open(FileName path, int flags, int mode) throws StatusException {
    if (!rooted) {
      return openFrom(base, path, flags, mode);
    }
    // openat2(2) refuses what open(2) ignores
    boolean creates = (flags & Linux.O_CREAT) != 0;
    how.set(ValueLayout.JAVA_LONG, 0, flags | Linux.O_CLOEXEC);
    how.set(ValueLayout.JAVA_LONG, 8, creates ? mode & 07777 : 0);
    how.set(ValueLayout.JAVA_LONG, 16, Linux.RESOLVE_IN_ROOT);
    return check(
        libc.call(
            Libc.SYSCALL,
            Linux.SYS_OPENAT2,
            base,
            string(absolute(path)),
            how.address(),
            Linux.SIZEOF_OPEN_HOW));
  }

  private int openFrom(int directory, FileName path, int flags, int mode) throws StatusException {
    return check(libc.call(Libc.OPENAT, directory, string(path), flags | Linux.O_CLOEXEC, mode));
  }

  private int check(long result) throws StatusException {
    if (Libc.failed(result)) {
      throw Errno.status(libc.errno());
    }
    return (int) result;
  }

  private void close(int number) {
    libc.closeFile(number);
  }

  private FileName absolute(FileName path) throws StatusException {
    if (path.isEmpty()) {
      throw Errno.status(Errno.ENOENT);
    }
    return path.at(0) == '/' ? path : start.resolve(path);
  }

  /** What is at a path already. */
  Place place(FileName path, boolean follow) throws StatusException {
    if (!rooted) {
      return new Place(libc, base, string(path), follow ? 0 : Linux.AT_SYMLINK_NOFOLLOW, false);
    }
    int node = open(path, Linux.O_PATH | (follow ? 0 : Linux.O_NOFOLLOW), 0);
    return new Place(libc, node, empty.address(), Linux.AT_EMPTY_PATH, true);
  }

  /** A name in a folder, which may be there or not: for what makes, moves and removes names. */
  Place entry(FileName path) throws StatusException {
    if (!rooted) {
      return new Place(libc, base, string(path), 0, false);
    }
    FileName whole = absolute(path);
    int end = whole.length();
    while (end > 0 && whole.at(end - 1) == '/') {
      end--;
    }
    int slash = whole.slice(0, end).lastIndexOf('/');
    FileName parent = whole.slice(0, slash + 1);
    // with its slashes: then it must be a folder. None of the functions that make, move and remove
    // follows a link there
    FileName name = whole.slice(slash + 1, whole.length());
    int folder = open(parent.isEmpty() ? SLASH : parent, Linux.O_PATH | Linux.O_DIRECTORY, 0);
    return new Place(libc, folder, string(end == 0 ? DOT : name), 0, true);
  }

  /**
   * A name of what is there already. Behind a link with a slash that is the folder that it leads
   * to: linkat(2) would look for that outside of the root.
   */
  Place existing(FileName path) throws StatusException {
    if (rooted && !path.isEmpty() && path.at(path.length() - 1) == '/') {
      int folder = open(path, Linux.O_PATH | Linux.O_DIRECTORY, 0);
      return new Place(libc, folder, string(DOT), 0, true);
    }
    return entry(path);
  }

  /** Whether places are files themselves, so that their path is {@link #link}. */
  boolean rooted() {
    return rooted;
  }

  /** A path that leads to an open file itself, for functions that take no file. */
  long link(int file) throws StatusException {
    return string(FileName.of("/proc/self/fd/" + file));
  }

  /** The address of a C string. */
  long string(FileName name) throws StatusException {
    if (name.length() >= Linux.PATH_MAX) {
      throw Errno.status(Errno.ENAMETOOLONG);
    }
    MemorySegment memory = names[used];
    used = (used + 1) % NAMES;
    byte[] bytes = name.bytes();
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
    memory.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return memory.address();
  }

  @Override
  public void close() {
    libc.closeFile(base);
  }
}
