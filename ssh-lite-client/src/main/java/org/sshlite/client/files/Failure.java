package org.sshlite.client.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.client.SftpException;

/** What a server refuses, in the exceptions of java.nio.file. */
final class Failure {
  private Failure() {}

  /** Something that is asked of a server. */
  interface Action<T> {
    T run() throws IOException;
  }

  /** Something that is asked of a server, without a result. */
  interface Deed {
    void run() throws IOException;
  }

  static <T> T told(Path path, Action<T> action) throws IOException {
    try {
      return action.run();
    } catch (SftpException e) {
      throw of(e, path, null);
    }
  }

  static void tell(Path path, Deed deed) throws IOException {
    told(
        path,
        () -> {
          deed.run();
          return true;
        });
  }

  static FileSystemException of(SftpException e, Path path, @Nullable Path other) {
    String file = path.toString();
    String second = other == null ? null : other.toString();
    FileSystemException failure =
        switch (e.code()) {
          case NO_SUCH_FILE -> new NoSuchFileException(file, second, null);
          case PERMISSION_DENIED -> new AccessDeniedException(file, second, null);
          default -> new FileSystemException(file, second, e.getMessage());
        };
    failure.initCause(e);
    return failure;
  }
}
