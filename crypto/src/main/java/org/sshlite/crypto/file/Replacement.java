package org.sshlite.crypto.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The new content of a file, written beside it and put in its place in one step: a reader, a crash
 * or a full disk finds the old content or the new. Closed without that, nothing of it stays.
 */
public final class Replacement implements AutoCloseable {
  /** For whoever alone may read it, as of {@code chmod}. */
  public static final String OWNER_ONLY = "rw-------";

  private final Path target;
  private final Path temporary;

  /**
   * @param target no symbolic link: that would be replaced itself
   * @param mode as {@code rw-r--r--}, less what the umask takes away, where the file system has
   *     such
   */
  public Replacement(Path target, String mode) throws IOException {
    this.target = target;
    this.temporary =
        Files.createTempFile(
            target.getParent(),
            "." + target.getFileName() + ".",
            ".tmp",
            permissions(target, mode));
  }

  /** Where it is until then. */
  public Path path() {
    return temporary;
  }

  /** All of it, on the disk when this returns. */
  public void write(byte[] content) throws IOException {
    try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      write(out, content);
    }
  }

  /** What is added to an open file, on the disk when this returns. */
  public static void write(FileChannel out, byte[] content) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(content);
    while (left.hasRemaining()) {
      out.write(left); // as much as fits on the disk, and no error
    }
    out.force(true);
  }

  /** It is the file from now on. */
  public void commit() throws IOException {
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    sync(target.getParent());
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(temporary);
  }

  /** Of a file or folder to be made there; none where the file system has no such. */
  public static FileAttribute<?>[] permissions(Path path, String mode) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // some systems cannot: the content is safe, the rename may be undone by a power failure
    }
  }
}
