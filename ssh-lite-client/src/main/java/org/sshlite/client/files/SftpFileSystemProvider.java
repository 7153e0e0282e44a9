package org.sshlite.client.files;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.wire.Attributes;

/**
 * Files of servers by {@code sftp://[user@]host[:port]/path}, installed under the scheme "sftp". A
 * path in a URI begins at the server's root. Any thread.
 *
 * <p>{@link #newFileSystem(URI, Map)} connects, as the environment says, which has one of: {@link
 * #SESSION}, a {@link ClientSession}, which stays open when the file system is closed; {@link
 * #OPTIONS}, a {@link ClientOptions}; nothing, for the user's keys and known hosts.
 */
public final class SftpFileSystemProvider extends FileSystemProvider {
  /** In the environment: a live session to the host. */
  public static final String SESSION = "session";

  /** In the environment: how to connect. */
  public static final String OPTIONS = "options";

  static final String SCHEME = "sftp";

  /** Bytes gathered of small writes. */
  private static final int GATHERED = 32 * 1024;

  private final Map<String, SftpFileSystem> open = new ConcurrentHashMap<>();

  /** For {@link java.util.ServiceLoader}. */
  public SftpFileSystemProvider() {}

  @Override
  public String getScheme() {
    return SCHEME;
  }

  private static String authority(URI uri) {
    if (!SCHEME.equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("sftp://[user@]host[:port][/path] expected: " + uri);
    }
    return uri.getRawAuthority();
  }

  /**
   * @throws FileSystemAlreadyExistsException when there is one of the same user, host and port
   */
  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) throws IOException {
    String authority = authority(uri);
    if (open.containsKey(authority)) {
      throw new FileSystemAlreadyExistsException(authority);
    }
    SftpFileSystem files = connect(authority, environment);
    if (open.putIfAbsent(authority, files) != null) {
      files.close();
      throw new FileSystemAlreadyExistsException(authority);
    }
    return files;
  }

  private SftpFileSystem connect(String authority, Map<String, ?> environment) throws IOException {
    Object session = environment.get(SESSION);
    Object options = environment.get(OPTIONS);
    if (session instanceof ClientSession live) {
      return attach(authority, live, () -> {});
    }
    if (session != null || options != null && !(options instanceof ClientOptions)) {
      throw new IllegalArgumentException("a ClientSession or ClientOptions expected");
    }
    SshClient client =
        SshClient.create(options == null ? ClientOptions.defaults() : (ClientOptions) options);
    try {
      ClientSession connected = client.connect("ssh://" + authority);
      return attach(
          authority,
          connected,
          () -> {
            connected.close();
            client.close();
          });
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private SftpFileSystem attach(String authority, ClientSession session, AutoCloseable below)
      throws IOException {
    return SftpFileSystem.of(this, authority, session.files(), below);
  }

  void forget(SftpFileSystem files) {
    open.remove(files.authority(), files);
  }

  /**
   * @throws FileSystemNotFoundException when none was made, or it is closed
   */
  @Override
  public FileSystem getFileSystem(URI uri) {
    SftpFileSystem files = open.get(authority(uri));
    if (files == null) {
      throw new FileSystemNotFoundException(authority(uri));
    }
    return files;
  }

  /** Of a file system that was made before. */
  @Override
  public Path getPath(URI uri) {
    SftpFileSystem files = (SftpFileSystem) getFileSystem(uri);
    return SftpPath.of(files, UriPath.of(uri));
  }

  static boolean follows(LinkOption... options) {
    return !List.of(options).contains(LinkOption.NOFOLLOW_LINKS);
  }

  private static Operations operations(SftpPath path) {
    return path.getFileSystem().operations();
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    SftpPath at = SftpPath.cast(path);
    OpenFlags flags = OpenFlags.of(options);
    RemoteFile file = operations(at).open(at, flags, Operations.initial(attributes));
    SftpFileChannel channel = new SftpFileChannel(at, file, flags);
    if (!flags.append()) {
      return channel;
    }
    try {
      return channel.atEnd();
    } catch (IOException | RuntimeException e) {
      try (RemoteFile _ = file) {
        throw e;
      }
    }
  }

  /** Writes go on without waiting for the answers, until it is flushed or closed. */
  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    SftpPath at = SftpPath.cast(path);
    Set<OpenOption> all = new HashSet<>(List.of(options));
    if (all.contains(StandardOpenOption.READ)) {
      throw new IllegalArgumentException("READ not allowed");
    }
    if (options.length == 0) {
      all.add(StandardOpenOption.CREATE);
      all.add(StandardOpenOption.TRUNCATE_EXISTING);
    }
    all.add(StandardOpenOption.WRITE);
    OpenFlags flags = OpenFlags.of(all);
    RemoteFile file = operations(at).open(at, flags, Attributes.NONE);
    return new BufferedOutputStream(
        new FilterOutputStream(file.output(0)) {
          private boolean closed;

          @Override
          public void write(byte[] array, int offset, int length) throws IOException {
            Failure.tell(at, () -> out.write(array, offset, length));
            if (flags.sync()) {
              flush();
            }
          }

          @Override
          public void flush() throws IOException {
            Failure.tell(at, out::flush);
            if (flags.sync()) {
              Failure.tell(at, file::sync);
            }
          }

          @Override
          public void close() throws IOException {
            if (closed) {
              return;
            }
            closed = true;
            try (RemoteFile _ = file) {
              flush();
            } finally {
              if (flags.deletes()) {
                operations(at).deleteIfThere(at);
              }
            }
          }
        },
        GATHERED);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    SftpPath at = SftpPath.cast(folder);
    return operations(at).list(at, filter);
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    SftpPath at = SftpPath.cast(folder);
    operations(at).makeFolder(at, Operations.initial(attributes));
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    if (attributes.length > 0) {
      throw new UnsupportedOperationException("initial attributes of a link");
    }
    SftpPath at = SftpPath.cast(link);
    operations(at).makeLink(at, SftpPath.cast(target));
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    SftpPath at = SftpPath.cast(link);
    operations(at).makeHardLink(at, SftpPath.cast(existing));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    SftpPath at = SftpPath.cast(link);
    return operations(at).readLink(at);
  }

  @Override
  public void delete(Path path) throws IOException {
    SftpPath at = SftpPath.cast(path);
    operations(at).delete(at);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    new CopyMove(SftpPath.cast(source), SftpPath.cast(target), options).copy();
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    new CopyMove(SftpPath.cast(source), SftpPath.cast(target), options).move();
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    SftpPath at = SftpPath.cast(path);
    return path.equals(other)
        || other instanceof SftpPath that
            && that.getFileSystem() == at.getFileSystem()
            && operations(at).isSame(at, that);
  }

  @Override
  public boolean isHidden(Path path) {
    SftpPath name = SftpPath.cast(path).getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return new SftpFileStore(SftpPath.cast(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    SftpPath at = SftpPath.cast(path);
    operations(at).checkAccess(at, modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    String name;
    if (type == BasicFileAttributeView.class) {
      name = "basic";
    } else if (type == FileOwnerAttributeView.class) {
      name = "owner";
    } else if (type == PosixFileAttributeView.class) {
      name = "posix";
    } else {
      return null;
    }
    return type.cast(new AttributeView(name, SftpPath.cast(path), follows(options)));
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (type != BasicFileAttributes.class && type != PosixFileAttributes.class) {
      throw new UnsupportedOperationException(type.getName());
    }
    SftpPath at = SftpPath.cast(path);
    return type.cast(
        type == BasicFileAttributes.class
            ? SftpAttributes.unnamed(operations(at).attributes(at, follows(options)))
            : operations(at).named(at, follows(options)));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return NamedAttributes.read(SftpPath.cast(path), attributes, follows(options));
  }

  @Override
  public void setAttribute(
      Path path, String attribute, @Nullable Object value, LinkOption... options)
      throws IOException {
    NamedAttributes.write(SftpPath.cast(path), attribute, value, follows(options));
  }
}
