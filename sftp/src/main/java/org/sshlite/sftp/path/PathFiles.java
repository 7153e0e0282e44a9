package org.sshlite.sftp.path;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sshlite.sftp.server.OpenFile;
import org.sshlite.sftp.server.OpenFolder;
import org.sshlite.sftp.server.ServedFiles;
import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileMode;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.FileSystemStatus;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sftp.wire.StatusCode;

/**
 * A folder of any {@link java.nio.file.FileSystem} as "/" of a session. What such a file system
 * does not have (owners, links, modes) is answered with OP_UNSUPPORTED, or not told.
 */
public final class PathFiles implements ServedFiles {
  private static final FileName HOME = FileName.of("/");

  private final PathResolution resolution;

  /**
   * @param root a folder, without links on the way; it and its file system stay the caller's
   */
  public PathFiles(Path root) {
    this.resolution = new PathResolution(root);
  }

  @Override
  public void start(FileName folder) throws StatusException {
    Problem.tell(
        () -> {
          if (!Files.isDirectory(resolution.follow(folder), LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(null);
          }
          resolution.start(resolution.real(folder));
        });
  }

  @Override
  public OpenFile open(FileName path, int flags, int permissions) throws StatusException {
    return Problem.told(() -> openFile(resolution.follow(path), flags, permissions));
  }

  private static OpenFile openFile(Path path, int flags, int permissions) throws IOException {
    boolean writes = (flags & Request.Open.WRITE) != 0;
    boolean creates = (flags & Request.Open.CREATE) != 0;
    boolean fresh = creates && (flags & Request.Open.EXCLUSIVE) != 0;
    if (creates && !writes && (fresh || !Files.exists(path, LinkOption.NOFOLLOW_LINKS))) {
      // a channel that only reads creates nothing
      Set<OpenOption> create = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      Files.newByteChannel(path, create, mode(path, permissions)).close();
      fresh = false;
    }
    Set<OpenOption> options = new HashSet<>();
    if (writes) {
      options.add(StandardOpenOption.WRITE);
      if (fresh) {
        options.add(StandardOpenOption.CREATE_NEW);
      } else if (creates) {
        options.add(StandardOpenOption.CREATE);
      }
      if ((flags & Request.Open.TRUNCATE) != 0) {
        options.add(StandardOpenOption.TRUNCATE_EXISTING);
      }
    }
    if (!writes || (flags & Request.Open.READ) != 0) {
      options.add(StandardOpenOption.READ);
    }
    if (path.getFileSystem() == FileSystems.getDefault()) {
      options.add(LinkOption.NOFOLLOW_LINKS); // one that was put there since is not meant
    }
    SeekableByteChannel channel =
        creates && writes
            ? Files.newByteChannel(path, options, mode(path, permissions))
            : Files.newByteChannel(path, options);
    return new PathFile(path, channel, (flags & Request.Open.APPEND) != 0);
  }

  private static FileAttribute<?>[] mode(Path path, int permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(FileMode.permissions(permissions))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public OpenFolder openFolder(FileName path) throws StatusException {
    return Problem.told(() -> new PathFolder(resolution.follow(path)));
  }

  private Path at(FileName path, boolean follow) throws StatusException {
    return follow ? resolution.follow(path) : resolution.entry(path);
  }

  @Override
  public Attributes attributes(FileName path, boolean follow) throws StatusException {
    return Problem.told(() -> PathAttributes.read(at(path, follow)));
  }

  @Override
  public void setAttributes(FileName path, Attributes attributes, boolean follow)
      throws StatusException {
    if (!follow && attributes.has(Attributes.SIZE)) {
      throw new StatusException(StatusCode.BAD_MESSAGE);
    }
    Problem.tell(
        () -> {
          Path file = at(path, follow);
          if (Files.isSymbolicLink(file) && attributes.has(Attributes.PERMISSIONS)) {
            throw new UnsupportedOperationException("mode of a link");
          }
          PathAttributes.write(file, attributes);
        });
  }

  @Override
  public void remove(FileName path) throws StatusException {
    Problem.tell(
        () -> {
          Path file = resolution.entry(path);
          if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new StatusException(StatusCode.FAILURE, "Is a directory");
          }
          Files.delete(file);
        });
  }

  @Override
  public void makeFolder(FileName path, OptionalInt permissions) throws StatusException {
    Problem.tell(
        () -> {
          Path folder = resolution.entry(path);
          Files.createDirectory(folder, mode(folder, permissions.orElse(0777)));
        });
  }

  @Override
  public void removeFolder(FileName path) throws StatusException {
    Problem.tell(
        () -> {
          Path folder = resolution.entry(path);
          if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(null);
          }
          if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(null);
          }
          if (folder.equals(resolution.follow(HOME))) {
            throw new DirectoryNotEmptyException(null);
          }
          Files.delete(folder);
        });
  }

  @Override
  public void rename(FileName from, FileName to, boolean replace) throws StatusException {
    Problem.tell(() -> move(resolution.entry(from), resolution.entry(to), replace));
  }

  private static void move(Path from, Path to, boolean replace) throws IOException {
    if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(null);
    }
    if (!replace) {
      if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(null);
      }
      Files.move(from, to);
      return;
    }
    try {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException | UnsupportedOperationException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public FileName readLink(FileName path) throws StatusException {
    return Problem.told(() -> PathResolution.name(Files.readSymbolicLink(resolution.entry(path))));
  }

  @Override
  public void makeLink(FileName target, FileName path) throws StatusException {
    Problem.tell(
        () -> {
          Path link = resolution.entry(path);
          Files.createSymbolicLink(link, link.getFileSystem().getPath(target.text()));
        });
  }

  @Override
  public void makeHardLink(FileName existing, FileName path) throws StatusException {
    Problem.tell(() -> Files.createLink(resolution.entry(path), resolution.entry(existing)));
  }

  @Override
  public FileName realPath(FileName path) throws StatusException {
    return Problem.told(() -> resolution.real(path));
  }

  @Override
  public FileSystemStatus fileSystem(FileName path) throws StatusException {
    return fileSystem(Problem.told(() -> resolution.follow(path)));
  }

  static FileSystemStatus fileSystem(Path path) throws StatusException {
    return Problem.told(
        () -> {
          FileStore store = Files.getFileStore(path);
          long block = blockSize(store);
          return new FileSystemStatus(
              block,
              block,
              store.getTotalSpace() / block,
              store.getUnallocatedSpace() / block,
              store.getUsableSpace() / block,
              0,
              0,
              0,
              0,
              store.isReadOnly() ? FileSystemStatus.READ_ONLY : 0,
              255);
        });
  }

  private static long blockSize(FileStore store) throws IOException {
    try {
      return Math.max(1, store.getBlockSize());
    } catch (UnsupportedOperationException e) {
      return 1;
    }
  }

  @Override
  public Optional<FileName> home(FileName user) {
    return user.isEmpty() ? Optional.of(HOME) : Optional.empty();
  }

  @Override
  public Optional<FileName> userName(int uid) {
    return Optional.empty();
  }

  @Override
  public Optional<FileName> groupName(int gid) {
    return Optional.empty();
  }

  @Override
  public void close() {
    // nothing is held but what is open
  }
}
