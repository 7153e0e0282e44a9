package org.sshlite.client.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.StatusCode;

/** From a path to another, of the same server or of two. */
final class CopyMove {
  private static final int PERMISSIONS = 07777;

  /** Without set-user-ID and its like: another server's user of that number is another user. */
  private static final int PERMISSIONS_ELSEWHERE = 0777;

  private static final OpenFlags FRESH =
      OpenFlags.of(Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));

  private final SftpPath from;
  private final SftpPath to;
  private final Set<CopyOption> options;

  CopyMove(SftpPath from, SftpPath to, CopyOption... options) {
    this.from = from;
    this.to = to;
    this.options = Set.of(options);
    for (CopyOption option : options) {
      if (!(option instanceof StandardCopyOption) && option != LinkOption.NOFOLLOW_LINKS) {
        throw new UnsupportedOperationException(option.toString());
      }
    }
  }

  private boolean has(CopyOption option) {
    return options.contains(option);
  }

  private static Operations at(SftpPath path) {
    return path.getFileSystem().operations();
  }

  private boolean isOneServer() {
    return from.getFileSystem() == to.getFileSystem();
  }

  /** What is to be replaced is there until all of the copy is. */
  void copy() throws IOException {
    if (has(StandardCopyOption.ATOMIC_MOVE)) {
      throw new UnsupportedOperationException("ATOMIC_MOVE of a copy");
    }
    Attributes source = at(from).attributes(from, !has(LinkOption.NOFOLLOW_LINKS));
    if (isOneServer() && isSame()) {
      return;
    }
    boolean replaces = isReplaced();
    SftpPath place =
        replaces ? SftpPath.of(to.getFileSystem(), SftpClient.beside(to.absolute())) : to;
    make(source, place);
    try {
      if (has(StandardCopyOption.COPY_ATTRIBUTES) && !source.isLink()) {
        at(to).set(place, kept(source), true);
      }
      if (replaces) {
        replaceBy(place);
      }
    } catch (IOException | RuntimeException e) {
      discard(place, e);
      throw e;
    }
  }

  /** As much of it as a new file can be given. */
  private static Attributes initial(Attributes source) {
    return source.has(Attributes.PERMISSIONS)
        ? Attributes.NONE.withPermissions(source.permissions() & 0777)
        : Attributes.NONE;
  }

  private Attributes kept(Attributes source) {
    int permissions = isOneServer() ? PERMISSIONS : PERMISSIONS_ELSEWHERE;
    Attributes kept =
        source.has(Attributes.PERMISSIONS)
            ? Attributes.NONE.withPermissions(source.permissions() & permissions)
            : Attributes.NONE;
    return source.has(Attributes.ACMODTIME)
        ? kept.withTimes(source.accessTime(), source.modificationTime())
        : kept;
  }

  /** Makes all of it, or nothing. Nobody but who may see the source sees it meanwhile. */
  private void make(Attributes source, SftpPath place) throws IOException {
    if (source.isDirectory()) {
      at(to).makeFolder(place, initial(source));
    } else if (source.isLink()) {
      at(to).makeLink(place, SftpPath.of(to.getFileSystem(), at(from).readLink(from).name()));
    } else {
      try (RemoteFile read = at(from).open(from, OpenFlags.of(Set.of()), Attributes.NONE)) {
        RemoteFile write = at(to).open(place, FRESH, initial(source));
        try (write) {
          fill(read, write);
        } catch (IOException | RuntimeException e) {
          discard(place, e);
          throw e;
        }
      }
    }
  }

  /** Where one server has both, and can, no byte comes here. */
  private void fill(RemoteFile read, RemoteFile write) throws IOException {
    if (isOneServer() && to.getFileSystem().client().has("copy-data")) {
      Failure.tell(to, () -> read.copyTo(write));
      return;
    }
    try (InputStream in = read.input(0);
        OutputStream out = write.output(0)) {
      in.transferTo(out);
    } catch (SftpException e) {
      throw Failure.of(e, from, to);
    }
  }

  private void discard(SftpPath place, Exception reason) {
    try {
      at(to).deleteIfThere(place);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /** A path that leads nowhere is the same as none. */
  private boolean isSame() throws IOException {
    Optional<Attributes> target = at(to).there(to);
    return from.equals(to)
        || target.filter(found -> !found.isLink()).isPresent() && at(to).isSame(from, to);
  }

  /**
   * Whether there is something that is to be replaced.
   *
   * @throws FileAlreadyExistsException when it is not to be
   * @throws DirectoryNotEmptyException when it must not be
   */
  private boolean isReplaced() throws IOException {
    Optional<Attributes> target = at(to).there(to);
    if (target.isEmpty()) {
      return false;
    }
    if (!has(StandardCopyOption.REPLACE_EXISTING)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    if (target.get().isDirectory() && !at(to).isEmpty(to)) {
      throw new DirectoryNotEmptyException(to.toString());
    }
    return true;
  }

  private void replaceBy(SftpPath other) throws IOException {
    try {
      to.getFileSystem().client().replace(other.absolute(), to.absolute());
    } catch (SftpException e) {
      throw Failure.of(e, other, to);
    }
  }

  void move() throws IOException {
    Attributes source = at(from).attributes(from, false);
    boolean atomic = has(StandardCopyOption.ATOMIC_MOVE);
    if (!isOneServer()) {
      if (atomic) {
        throw new AtomicMoveNotSupportedException(
            from.toString(), to.toString(), "two servers have no file in common");
      }
      if (source.isDirectory() && !at(from).isEmpty(from)) {
        throw new DirectoryNotEmptyException(from.toString());
      }
      copyBeforeDelete();
      return;
    }
    if (atomic) {
      moveAtomically();
      return;
    }
    if (isSame() && !(source.isLink() && !from.equals(to))) {
      return;
    }
    if (isReplaced()) {
      replaceBy(from);
      return;
    }
    try {
      to.getFileSystem().client().renameNew(from.absolute(), to.absolute());
    } catch (SftpException e) {
      throw e.code() == StatusCode.FAILURE && at(to).there(to).isPresent()
          ? new FileAlreadyExistsException(to.toString())
          : Failure.of(e, from, to);
    }
  }

  private void copyBeforeDelete() throws IOException {
    CopyOption[] kept =
        has(StandardCopyOption.REPLACE_EXISTING)
            ? new CopyOption[] {
              StandardCopyOption.COPY_ATTRIBUTES,
              LinkOption.NOFOLLOW_LINKS,
              StandardCopyOption.REPLACE_EXISTING
            }
            : new CopyOption[] {StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS};
    new CopyMove(from, to, kept).copy();
    at(from).delete(from);
  }

  /** Replaces what is there, in one step of the server's. */
  private void moveAtomically() throws IOException {
    if (!to.getFileSystem().client().has("posix-rename@openssh.com")) {
      throw new AtomicMoveNotSupportedException(
          from.toString(), to.toString(), "the server has no posix-rename@openssh.com");
    }
    try {
      to.getFileSystem().client().rename(from.absolute(), to.absolute());
    } catch (SftpException e) {
      throw Failure.of(e, from, to);
    }
  }
}
