package org.sshlite.sftp.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.sshlite.crypto.wire.Printable;

/** A file of this machine could not be read or written. The session goes on. */
public final class LocalFileException extends IOException {
  private static final long serialVersionUID = 1L;

  LocalFileException(String message) {
    super(message);
  }

  LocalFileException(IOException cause) {
    super(reason(cause), cause);
  }

  /** The same, with what was tried in front of it. */
  LocalFileException during(String what) {
    LocalFileException named = new LocalFileException(what + ": " + getMessage());
    named.initCause(getCause());
    return named;
  }

  /** In the words of strerror(3), where they are known. */
  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      case FileAlreadyExistsException _ -> "File exists";
      case FileSystemException e when e.getReason() != null -> Printable.line(e.getReason());
      default -> Printable.line(String.valueOf(cause.getMessage()));
    };
  }
}
