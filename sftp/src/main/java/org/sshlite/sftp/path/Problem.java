package org.sshlite.sftp.path;

import java.io.IOException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.ReadOnlyFileSystemException;
import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.wire.StatusCode;

/** What the exceptions of java.nio.file mean to a client. */
final class Problem {
  private Problem() {}

  /** Something that is done to files. */
  interface Action<T> {
    T run() throws IOException;
  }

  /** Something that is done to files, without a result. */
  interface Deed {
    void run() throws IOException;
  }

  static <T> T told(Action<T> action) throws StatusException {
    try {
      return action.run();
    } catch (IOException | RuntimeException e) {
      throw status(e);
    }
  }

  static void tell(Deed deed) throws StatusException {
    told(
        () -> {
          deed.run();
          return true;
        });
  }

  /** Never the paths of the machine, which are not the client's. */
  private static StatusException status(Exception e) {
    return switch (e) {
      case StatusException status -> status;
      case NoSuchFileException _,
          NotDirectoryException _,
          FileSystemLoopException _,
          InvalidPathException _,
          NonReadableChannelException _,
          NonWritableChannelException _ ->
          new StatusException(StatusCode.NO_SUCH_FILE);
      case AccessDeniedException _, ReadOnlyFileSystemException _, SecurityException _ ->
          new StatusException(StatusCode.PERMISSION_DENIED);
      case NotLinkException _, IllegalArgumentException _ ->
          new StatusException(StatusCode.BAD_MESSAGE);
      case UnsupportedOperationException _ -> new StatusException(StatusCode.OP_UNSUPPORTED);
      case FileAlreadyExistsException _ -> new StatusException(StatusCode.FAILURE, "File exists");
      case DirectoryNotEmptyException _ ->
          new StatusException(StatusCode.FAILURE, "Directory not empty");
      case FileSystemException file when file.getReason() != null ->
          new StatusException(StatusCode.FAILURE, file.getReason());
      case RuntimeException ours -> throw ours;
      default -> new StatusException(StatusCode.FAILURE);
    };
  }
}
