package org.sshlite.knownhosts;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sshlite.crypto.wire.Printable;

/**
 * Something of a file that could not be used. It was left out; everything else of the file counts.
 *
 * @param where the file, with the line if it is one: {@code path:line}; safe to print
 * @param what what is wrong with it, safe to print
 */
public record Problem(String where, String what) {
  static Problem of(Location location, String what) {
    return new Problem(location.toString(), what);
  }

  static Problem unreadable(Path path, IOException e) {
    String what =
        switch (e) {
          case NoSuchFileException _ -> "no such file";
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException f when f.getReason() != null -> f.getReason();
          default -> String.valueOf(e.getMessage());
        };
    return new Problem(Printable.line(path.toString()), Printable.line(what));
  }

  @Override
  public String toString() {
    return where + ": " + what;
  }
}
