package org.sshlite.sshd.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Paths for calls that take no descriptor: they lead where they led at first, whatever their user
 * puts there meanwhile. On a thread that acts for him they lead by /proc/self/fd, and have not come
 * that way themselves ({@link PathOpening}); on others each is the path as it was.
 */
public final class PinnedPath {
  private PinnedPath() {}

  /** What is done. */
  public interface Deed<T> {
    /**
     * @param path that is good as long as this takes
     */
    T done(Path path) throws IOException;
  }

  /**
   * Does something with a file that is there; links are followed.
   *
   * @throws IOException when it fails, or the thread's user does not find the file
   */
  public static <T> T at(Path file, Deed<T> deed) throws IOException {
    return PathOpening.isGuarded() ? by(file, file, Path.of(""), deed) : deed.done(file);
  }

  /**
   * Does something with a name in a folder, which may be there or not: what makes and removes
   * names, and follows no link there.
   *
   * @throws IOException when it fails, or the thread's user does not find the folder
   */
  public static <T> T in(Path file, Deed<T> deed) throws IOException {
    Path name = file.getFileName();
    if (!PathOpening.isGuarded() || name == null) {
      return deed.done(file);
    }
    Path parent = file.getParent();
    return by(file, parent == null ? Path.of(".") : parent, name, deed);
  }

  private static <T> T by(Path file, Path place, Path name, Deed<T> deed) throws IOException {
    int number = PathOpening.open(place, PathOpening.PLACE);
    try {
      return deed.done(OpenedFile.DESCRIPTORS.resolve("" + number).resolve(name));
    } catch (FileSystemException e) {
      throw named(file.toString(), e);
    } finally {
      Descriptor.close(number);
    }
  }

  /** Who is told knows it by its own name. */
  private static FileSystemException named(String file, FileSystemException e) {
    FileSystemException named =
        switch (e) {
          case NoSuchFileException _ -> new NoSuchFileException(file);
          case AccessDeniedException _ -> new AccessDeniedException(file);
          case FileAlreadyExistsException _ -> new FileAlreadyExistsException(file);
          default -> new FileSystemException(file, null, e.getReason());
        };
    named.initCause(e);
    return named;
  }
}
