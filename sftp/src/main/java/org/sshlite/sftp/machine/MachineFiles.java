package org.sshlite.sftp.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.machine.Resolution.Place;
import org.sshlite.sftp.server.OpenFile;
import org.sshlite.sftp.server.OpenFolder;
import org.sshlite.sftp.server.RealPath;
import org.sshlite.sftp.server.ServedFiles;
import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.FileSystemStatus;
import org.sshlite.sftp.wire.Limits;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.StatusCode;

/**
 * The files of this machine, as the thread that makes this may use them. That thread alone calls
 * it, must be one of the platform, and must end with the session where there is a umask.
 */
public final class MachineFiles implements ServedFiles {
  private static final int MODE_MASK = 07777;
  private static final long PROC_SUPER_MAGIC = 0x9fa0;

  private final Libc libc = new Libc();
  private final Resolution resolution;
  private final boolean guarded;
  private final boolean rooted;
  private final Accounts accounts = new Accounts(libc);
  private final Status status = new Status(libc);
  private final MemorySegment target = libc.allocate(Linux.PATH_MAX);
  private final MemorySegment names = MachineFolder.memory(libc);
  private final MemorySegment times = libc.allocate(32);
  private final FileName home;
  private final MemorySegment small = libc.allocate(Limits.SAFE_DATA_LENGTH);
  private @Nullable Arena largeArena;
  private @Nullable MemorySegment large;

  /**
   * @param root what is "/" for the session; empty for the machine's own
   * @param home that of the session's user
   * @param umask for this session; empty for that of the process
   * @throws StatusException when the root cannot be one
   */
  public MachineFiles(Optional<FileName> root, FileName home, OptionalInt umask)
      throws StatusException {
    this(root, false, home, umask);
  }

  /**
   * For a thread that has the rights of another user than its process. Nothing of the process is
   * reached then, with a root of the session's own or without one: Linux lets each of its threads
   * into /proc/self/fd, past the folders that lead to the open files of other sessions, and lets it
   * read where its memory lies.
   *
   * @param root what is "/" for the session; empty for the machine's own
   * @param home that of the session's user
   * @param umask for this session; empty for that of the process
   * @throws StatusException when the root cannot be one, or this kernel cannot do that
   */
  public static MachineFiles ofAnother(Optional<FileName> root, FileName home, OptionalInt umask)
      throws StatusException {
    return new MachineFiles(root, true, home, umask);
  }

  private MachineFiles(Optional<FileName> root, boolean guarded, FileName home, OptionalInt umask)
      throws StatusException {
    this.guarded = guarded;
    this.rooted = root.isPresent();
    this.home = home;
    Resolution made;
    try {
      made =
          // a root is what keeps the kernel from the links of /proc that are none
          new Resolution(libc, guarded ? root.or(() -> Optional.of(FileName.of("/"))) : root);
    } catch (StatusException e) {
      libc.close();
      throw e;
    }
    this.resolution = made;
    if (umask.isPresent()) {
      // this thread's own from here on: else every session would get it
      if (Libc.failed(libc.call(Libc.UNSHARE, Linux.CLONE_FS))) {
        String reason = Libc.message(libc.errno());
        close();
        throw new StatusException(StatusCode.FAILURE, "no umask of its own: " + reason);
      }
      libc.call(Libc.UMASK, umask.getAsInt());
    }
  }

  /** Whether this machine is one whose functions are known here. */
  public static boolean supported() {
    return System.getProperty("os.name").equals("Linux");
  }

  @Override
  public void start(FileName folder) throws StatusException {
    FileName path = realPath(folder);
    // chdir(2) asks for the right to search it; to open it as a place does not
    try (Place inside = resolution.place(path.resolve(FileName.of(".")), true)) {
      status.of(inside);
    }
    resolution.start(path);
  }

  @Override
  public OpenFile open(FileName path, int flags, int permissions) throws StatusException {
    return openHere(path, flags, permissions);
  }

  private MachineFile openHere(FileName path, int flags, int permissions) throws StatusException {
    boolean writes = (flags & Request.Open.WRITE) != 0;
    int number = resolution.open(path, openFlags(flags), permissions);
    MachineFile file = new MachineFile(libc, this, number, (flags & Request.Open.APPEND) != 0);
    try {
      file.refuseProcesses(writes);
    } catch (StatusException e) {
      file.close();
      throw e;
    }
    return file;
  }

  private static int openFlags(int flags) {
    // a FIFO nobody has open would hold the thread for ever
    int result = Linux.O_NONBLOCK | Linux.O_NOCTTY;
    if ((flags & Request.Open.WRITE) != 0) {
      result |= (flags & Request.Open.READ) != 0 ? Linux.O_RDWR : Linux.O_WRONLY;
    }
    result |= (flags & Request.Open.APPEND) != 0 ? Linux.O_APPEND : 0;
    result |= (flags & Request.Open.CREATE) != 0 ? Linux.O_CREAT : 0;
    result |= (flags & Request.Open.TRUNCATE) != 0 ? Linux.O_TRUNC : 0;
    result |= (flags & Request.Open.EXCLUSIVE) != 0 ? Linux.O_EXCL : 0;
    return result;
  }

  @Override
  public OpenFolder openFolder(FileName path) throws StatusException {
    return new MachineFolder(
        libc,
        status,
        resolution,
        names,
        resolution.open(path, Linux.O_DIRECTORY | Linux.O_NONBLOCK, 0));
  }

  @Override
  public Attributes attributes(FileName path, boolean follow) throws StatusException {
    try (Place place = resolution.place(path, follow)) {
      return status.of(place);
    }
  }

  @Override
  public void setAttributes(FileName path, Attributes attributes, boolean follow)
      throws StatusException {
    if (!follow && attributes.has(Attributes.SIZE)) {
      throw Errno.status(Errno.EINVAL); // a link has none to be set
    }
    Changes changes = new Changes();
    if (attributes.has(Attributes.SIZE)) {
      changes.attempt(() -> truncate(path, attributes.size()));
    }
    if (attributes.has(Attributes.PERMISSIONS)) {
      changes.attempt(() -> changeMode(path, attributes.permissions() & MODE_MASK, follow));
    }
    if (attributes.has(Attributes.ACMODTIME)) {
      changes.attempt(() -> changeTimes(path, attributes, follow));
    }
    if (attributes.has(Attributes.UIDGID)) {
      changes.attempt(() -> changeOwner(path, attributes, follow));
    }
    changes.end();
  }

  /** By an open file, because truncate(2) knows no folder that a path begins in. */
  private void truncate(FileName path, long size) throws StatusException {
    Attributes now = attributes(path, true);
    if (!now.isRegular()) {
      throw Errno.status(now.isDirectory() ? Errno.EISDIR : Errno.EINVAL);
    }
    MachineFile file = openHere(path, Request.Open.WRITE, 0);
    try {
      file.truncate(size);
    } finally {
      file.close();
    }
  }

  private void changeMode(FileName path, int mode, boolean follow) throws StatusException {
    try (Place place = resolution.place(path, follow)) {
      if (!resolution.rooted()) {
        check(libc.call(Libc.FCHMODAT, place.directory(), place.name(), mode, place.flags()));
        return;
      }
      if (status.of(place).isLink()) {
        throw Errno.status(Errno.EOPNOTSUPP);
      }
      long link = resolution.link(place.directory());
      check(libc.call(Libc.FCHMODAT, Linux.AT_FDCWD, link, mode, 0));
    }
  }

  private void changeTimes(FileName path, Attributes attributes, boolean follow)
      throws StatusException {
    try (Place place = resolution.place(path, follow)) {
      check(
          libc.call(
              Libc.UTIMENSAT, place.directory(), place.name(), times(attributes), place.flags()));
    }
  }

  /** The address of the two times for futimens and its kind. */
  long times(Attributes attributes) {
    times.set(ValueLayout.JAVA_LONG, 0, attributes.accessSeconds());
    times.set(ValueLayout.JAVA_LONG, 16, attributes.modificationSeconds());
    return times.address();
  }

  private void changeOwner(FileName path, Attributes attributes, boolean follow)
      throws StatusException {
    try (Place place = resolution.place(path, follow)) {
      check(
          libc.call(
              Libc.FCHOWNAT,
              place.directory(),
              place.name(),
              attributes.uid(),
              attributes.gid(),
              place.flags()));
    }
  }

  private void check(long result) throws StatusException {
    if (Libc.failed(result)) {
      throw Errno.status(libc.errno());
    }
  }

  @Override
  public void remove(FileName path) throws StatusException {
    try (Place place = resolution.entry(path)) {
      check(libc.call(Libc.UNLINKAT, place.directory(), place.name(), 0));
    }
  }

  @Override
  public void makeFolder(FileName path, OptionalInt permissions) throws StatusException {
    try (Place place = resolution.entry(path)) {
      int mode = permissions.orElse(0777) & MODE_MASK;
      check(libc.call(Libc.MKDIRAT, place.directory(), place.name(), mode));
    }
  }

  @Override
  public void removeFolder(FileName path) throws StatusException {
    try (Place place = resolution.entry(path)) {
      check(libc.call(Libc.UNLINKAT, place.directory(), place.name(), Linux.AT_REMOVEDIR));
    }
  }

  @Override
  public void rename(FileName from, FileName to, boolean replace) throws StatusException {
    if (!replace) {
      attributes(from, false); // that there is nothing to rename is said before all else
    }
    try (Place old = resolution.entry(from);
        Place now = resolution.entry(to)) {
      if (replace) {
        check(renamed(Libc.RENAMEAT, old, now, 0));
        return;
      }
      long result = renamed(Libc.RENAMEAT2, old, now, Linux.RENAME_NOREPLACE);
      boolean unknown = libc.errno() == Errno.EINVAL || libc.errno() == Errno.ENOSYS;
      if (!Libc.failed(result) || !unknown) {
        check(result);
        return;
      }
    }
    renameIfFree(from, to);
  }

  /** On a file system without RENAME_NOREPLACE: a moment is between the question and the deed. */
  void renameIfFree(FileName from, FileName to) throws StatusException {
    if (isThere(to)) {
      throw Errno.status(Errno.EEXIST);
    }
    try (Place old = resolution.entry(from);
        Place now = resolution.entry(to)) {
      check(renamed(Libc.RENAMEAT, old, now, 0));
    }
  }

  /** Of what is named, be it a link: without slashes, which would follow it. */
  private boolean isThere(FileName path) {
    int end = path.length();
    while (end > 1 && path.at(end - 1) == '/') {
      end--;
    }
    try {
      attributes(path.slice(0, end), false);
      return true;
    } catch (StatusException _) {
      return false;
    }
  }

  private long renamed(MemorySegment function, Place old, Place now, int flags) {
    return libc.call(function, old.directory(), old.name(), now.directory(), now.name(), flags);
  }

  @Override
  public FileName readLink(FileName path) throws StatusException {
    try (Place place = resolution.place(path, false)) {
      if (guarded && isOfProcesses(place.directory())) {
        throw Errno.status(Errno.EACCES); // it would tell what other sessions have open
      }
      long length =
          libc.call(
              Libc.READLINKAT,
              place.directory(),
              place.name(),
              target.address(),
              Linux.PATH_MAX - 1L);
      if (Libc.failed(length)) {
        // of an open file that is no link it says that there is none
        boolean noLink = place.owned() && libc.errno() == Errno.ENOENT;
        throw Errno.status(noLink ? Errno.EINVAL : libc.errno());
      }
      target.set(ValueLayout.JAVA_BYTE, (int) length, (byte) 0);
      return Accounts.string(target);
    }
  }

  @Override
  public void makeLink(FileName leadsTo, FileName path) throws StatusException {
    try (Place place = resolution.entry(path)) {
      long text = resolution.string(leadsTo);
      check(libc.call(Libc.SYMLINKAT, text, place.directory(), place.name()));
    }
  }

  @Override
  public void makeHardLink(FileName existing, FileName path) throws StatusException {
    try (Place old = resolution.existing(existing);
        Place now = resolution.entry(path)) {
      check(libc.call(Libc.LINKAT, old.directory(), old.name(), now.directory(), now.name(), 0));
    }
  }

  @Override
  public FileName realPath(FileName path) throws StatusException {
    return RealPath.of(
        new RealPath.Links() {
          @Override
          public Optional<FileName> link(FileName at) throws StatusException {
            return attributes(at, false).isLink() ? Optional.of(readLink(at)) : Optional.empty();
          }

          @Override
          public boolean missing() {
            return libc.errno() == Errno.ENOENT;
          }
        },
        resolution.start(),
        path);
  }

  @Override
  public FileSystemStatus fileSystem(FileName path) throws StatusException {
    MachineFile file = new MachineFile(libc, this, resolution.open(path, Linux.O_PATH, 0), false);
    try {
      return file.fileSystem();
    } finally {
      file.close();
    }
  }

  @Override
  public Optional<FileName> home(FileName user) {
    if (user.isEmpty()) {
      return Optional.of(home);
    }
    // who has a root of his own is told nothing of the machine's users, as after chroot(2)
    return rooted ? Optional.empty() : accounts.home(user);
  }

  @Override
  public Optional<FileName> userName(int uid) {
    return rooted ? Optional.empty() : accounts.userName(uid);
  }

  @Override
  public Optional<FileName> groupName(int gid) {
    return rooted ? Optional.empty() : accounts.groupName(gid);
  }

  /**
   * Memory for the data of one READ or WRITE, which all files of a session share: for {@code
   * wanted} bytes, or as many as there can be in one packet.
   */
  MemorySegment data(long wanted) {
    if (wanted <= small.byteSize()) {
      return small;
    }
    MemorySegment memory = large;
    if (memory == null) {
      Arena arena = Arena.ofConfined();
      memory = arena.allocate(Limits.MAXIMUM_PACKET_LENGTH);
      largeArena = arena;
      large = memory;
    }
    return memory;
  }

  Status status() {
    return status;
  }

  /** Whether an open file is one of procfs, which is no file but a process's. */
  boolean isOfProcesses(int number) {
    MemorySegment memory = data(Linux.SIZEOF_STATFS);
    return !Libc.failed(libc.call(Libc.FSTATFS, number, memory.address()))
        && memory.get(ValueLayout.JAVA_LONG, 0) == PROC_SUPER_MAGIC;
  }

  /** Whether nothing of this process is to be reached. */
  boolean guarded() {
    return guarded;
  }

  @Override
  public void idle() {
    if (largeArena != null) {
      largeArena.close();
      largeArena = null;
      large = null;
    }
  }

  @Override
  public void close() {
    idle();
    resolution.close();
    libc.close();
  }
}
