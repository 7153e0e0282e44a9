package org.sshlite.tools.keygen;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.sshlite.crypto.wire.Printable;

/** Why a file could not be used, in the words of the C library. */
final class Reason {
  private Reason() {}

  static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      case FileAlreadyExistsException _ -> "File exists";
      case DirectoryNotEmptyException _ -> "Directory not empty";
      case FileSystemException f when f.getReason() != null -> Printable.line(f.getReason());
      default -> Printable.line(String.valueOf(e.getMessage()));
    };
  }
}
