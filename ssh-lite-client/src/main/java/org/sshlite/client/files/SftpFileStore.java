package org.sshlite.client.files;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.wire.FileSystemStatus;
import org.sshlite.sftp.wire.StatusCode;

/** Room where a file is, statvfs@openssh.com: asked for anew each time. */
final class SftpFileStore extends FileStore {
  private static final Set<Class<?>> VIEWS =
      Set.of(
          BasicFileAttributeView.class, FileOwnerAttributeView.class, PosixFileAttributeView.class);

  private final SftpPath path;

  /**
   * @throws UnsupportedOperationException when the server does not tell
   */
  SftpFileStore(SftpPath path) throws IOException {
    this.path = path;
    status();
  }

  private FileSystemStatus status() throws IOException {
    try {
      return path.getFileSystem().client().fileSystem(path.absolute());
    } catch (SftpException e) {
      if (e.code() == StatusCode.OP_UNSUPPORTED) {
        throw new UnsupportedOperationException(e.getMessage(), e);
      }
      throw Failure.of(e, path, null);
    }
  }

  @Override
  public String name() {
    return path.getFileSystem().authority();
  }

  @Override
  public String type() {
    return SftpFileSystemProvider.SCHEME;
  }

  @Override
  public boolean isReadOnly() {
    try {
      return (status().flags() & FileSystemStatus.READ_ONLY) != 0;
    } catch (IOException _) {
      return false;
    }
  }

  /** Product, as far as a long goes. */
  private static long bytes(long blocks, long size) {
    return Math.multiplyHigh(blocks, size) == 0 && blocks * size >= 0
        ? blocks * size
        : Long.MAX_VALUE;
  }

  @Override
  public long getTotalSpace() throws IOException {
    FileSystemStatus status = status();
    return bytes(status.blocks(), status.fragmentSize());
  }

  @Override
  public long getUsableSpace() throws IOException {
    FileSystemStatus status = status();
    return bytes(status.available(), status.fragmentSize());
  }

  @Override
  public long getUnallocatedSpace() throws IOException {
    FileSystemStatus status = status();
    return bytes(status.free(), status.fragmentSize());
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return VIEWS.contains(type);
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return NamedAttributes.VIEWS.contains(name);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    return null;
  }

  @Override
  public Object getAttribute(String attribute) throws IOException {
    return switch (attribute) {
      case "totalSpace" -> getTotalSpace();
      case "usableSpace" -> getUsableSpace();
      case "unallocatedSpace" -> getUnallocatedSpace();
      default -> throw new UnsupportedOperationException("'" + attribute + "'");
    };
  }
}
