package org.sshlite.client.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sshlite.sftp.client.Entry;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileMode;
import org.sshlite.sftp.wire.StatusCode;
import org.sshlite.sftp.wire.UserGroupNames;

/**
 * What is done to one file. Version 3 says of most refusals that they are failures: why is found
 * out by a look at the file, afterwards.
 */
final class Operations {
  private static final int ANY_READS = 0444;
  private static final int ANY_WRITES = 0222;
  private static final int ANY_EXECUTES = 0111;

  private final SftpFileSystem files;

  Operations(SftpFileSystem files) {
    this.files = files;
  }

  private SftpClient client() {
    return files.client();
  }

  Attributes attributes(SftpPath path, boolean follow) throws IOException {
    return Failure.told(
        path, () -> follow ? client().stat(path.absolute()) : client().lstat(path.absolute()));
  }

  /** Of the path itself; empty where there is nothing. */
  Optional<Attributes> there(SftpPath path) throws IOException {
    try {
      return Optional.of(attributes(path, false));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  SftpAttributes named(SftpPath path, boolean follow) throws IOException {
    Attributes told = attributes(path, follow);
    String user = Integer.toUnsignedString(told.uid());
    String group = Integer.toUnsignedString(told.gid());
    if (told.has(Attributes.UIDGID) && client().has("users-groups-by-id@openssh.com")) {
      UserGroupNames names =
          Failure.told(
              path, () -> client().userGroupNames(List.of(told.uid()), List.of(told.gid())));
      user = names.users().getFirst().isEmpty() ? user : names.users().getFirst().text();
      group = names.groups().getFirst().isEmpty() ? group : names.groups().getFirst().text();
    }
    return new SftpAttributes(
        told,
        new SftpAttributes.Principal(told.uid(), user),
        new SftpAttributes.Principal(told.gid(), group));
  }

  /** Permissions are all that a new file can be given. */
  static Attributes initial(FileAttribute<?>... attributes) {
    Attributes initial = Attributes.NONE;
    for (FileAttribute<?> attribute : attributes) {
      if (!attribute.name().equals("posix:permissions")
          || !(attribute.value() instanceof Set<?> permissions)) {
        throw new UnsupportedOperationException("'" + attribute.name() + "' as initial attribute");
      }
      initial = initial.withPermissions(FileMode.of(NamedAttributes.permissions(permissions)));
    }
    return initial;
  }

  RemoteFile open(SftpPath path, OpenFlags flags, Attributes initial) throws IOException {
    if (!flags.follows() && there(path).filter(Attributes::isLink).isPresent()) {
      throw new FileSystemException(
          path.toString(), null, "is a link, which is not to be followed");
    }
    try {
      return client().open(path.absolute(), flags.wire(), initial);
    } catch (SftpException e) {
      throw existing(e, path, flags.exclusive());
    }
  }

  /** FAILURE of what makes {@code path} mostly means that it is there. */
  private FileSystemException existing(SftpException e, SftpPath path, boolean makes)
      throws IOException {
    return makes && e.code() == StatusCode.FAILURE && there(path).isPresent()
        ? new FileAlreadyExistsException(path.toString())
        : Failure.of(e, path, null);
  }

  void makeFolder(SftpPath path, Attributes initial) throws IOException {
    try {
      client().makeFolder(path.absolute(), initial);
    } catch (SftpException e) {
      throw existing(e, path, true);
    }
  }

  void makeLink(SftpPath link, SftpPath target) throws IOException {
    try {
      client().symlink(target.name(), link.absolute());
    } catch (SftpException e) {
      throw existing(e, link, true);
    }
  }

  void makeHardLink(SftpPath link, SftpPath file) throws IOException {
    try {
      client().hardlink(file.absolute(), link.absolute());
    } catch (SftpException e) {
      if (e.code() == StatusCode.OP_UNSUPPORTED) {
        throw new UnsupportedOperationException(e.getMessage(), e);
      }
      throw existing(e, link, true);
    }
  }

  SftpPath readLink(SftpPath link) throws IOException {
    try {
      return SftpPath.of(files, client().readLink(link.absolute()));
    } catch (SftpException e) {
      if (there(link).filter(found -> !found.isLink()).isPresent()) {
        throw new NotLinkException(link.toString());
      }
      throw Failure.of(e, link, null);
    }
  }

  DirectoryStream<Path> list(SftpPath folder, DirectoryStream.Filter<? super Path> filter)
      throws IOException {
    try {
      return new FolderStream(folder, client().list(folder.absolute()), filter);
    } catch (SftpException e) {
      if (e.code() != StatusCode.PERMISSION_DENIED && !attributes(folder, true).isDirectory()) {
        throw new NotDirectoryException(folder.toString());
      }
      throw Failure.of(e, folder, null);
    }
  }

  void delete(SftpPath path) throws IOException {
    if (!attributes(path, false).isDirectory()) {
      Failure.tell(path, () -> client().remove(path.absolute()));
      return;
    }
    try {
      client().removeFolder(path.absolute());
    } catch (SftpException e) {
      if (e.code() == StatusCode.FAILURE && !isEmpty(path)) {
        throw new DirectoryNotEmptyException(path.toString());
      }
      throw Failure.of(e, path, null);
    }
  }

  void deleteIfThere(SftpPath path) throws IOException {
    try {
      delete(path);
    } catch (NoSuchFileException _) {
      return; // as good
    }
  }

  boolean isEmpty(SftpPath folder) throws IOException {
    try (Stream<Entry> entries = client().list(folder.absolute())) {
      return entries.findAny().isEmpty();
    } catch (SftpException e) {
      throw Failure.of(e, folder, null);
    }
  }

  /**
   * What nobody may do is refused. Version 3 cannot ask what we may do: that is found out when it
   * is tried.
   */
  void checkAccess(SftpPath path, AccessMode... modes) throws IOException {
    Attributes found = attributes(path, true);
    for (AccessMode mode : modes) {
      int bits =
          switch (mode) {
            case READ -> ANY_READS;
            case WRITE -> ANY_WRITES;
            case EXECUTE -> ANY_EXECUTES;
          };
      if (found.has(Attributes.PERMISSIONS) && (found.permissions() & bits) == 0) {
        throw new AccessDeniedException(path.toString());
      }
    }
  }

  void set(SftpPath path, Attributes changed, boolean follow) throws IOException {
    if (follow || there(path).filter(Attributes::isLink).isEmpty()) {
      Failure.tell(path, () -> client().setAttributes(path.absolute(), changed));
    } else {
      Failure.tell(path, () -> client().setLinkAttributes(path.absolute(), changed));
    }
  }

  /** Paths are one file when the server finds the same behind both. */
  boolean isSame(SftpPath path, SftpPath other) throws IOException {
    return path.equals(other) || path.toRealPath().equals(other.toRealPath());
  }
}
