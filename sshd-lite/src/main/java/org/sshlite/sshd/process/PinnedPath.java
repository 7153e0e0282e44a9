package org.sshlite.sshd.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SocketMode;

/**
 * Paths for calls that take no descriptor: they lead where they led at first, whatever their user
 * puts there meanwhile. On a thread that acts for him they lead by /proc/self/fd, and have not come
 * that way themselves ({@link PathOpening}); on others each is the path as it was.
 */
public final class PinnedPath {
  /** In bytes: struct sockaddr_un, less what Java keeps of it. */
  private static final int LONGEST_SOCKET = 106;

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

  /**
   * As {@link #in}, for what makes a socket: all may connect whom a mask leaves. A thread that acts
   * for a user has a umask of its own, so that the socket never has another mode, and a working
   * folder too, for names that are longer than what is left behind /proc/self/fd.
   *
   * @param umask as of umask(2)
   */
  public static <T> T socketIn(Path file, int umask, Deed<T> deed) throws IOException {
    if (!(Thread.currentThread() instanceof ActingThread)) {
      T made = deed.done(file);
      SocketMode.set(file, 0777 & ~umask);
      return made;
    }
    Libc.call("umask", umask);
    if (!PathOpening.isGuarded()) {
      return deed.done(file); // the kernel cannot be asked so: the system says what is too long
    }
    return in(file, path -> deed.done(hasRoom(path) ? path : fromFolder(path)));
  }

  private static boolean hasRoom(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET;
  }

  /** The same by its name alone, from the folder: this thread's working folder until its end. */
  private static Path fromFolder(Path path) throws IOException {
    Path folder = path.getParent();
    Path name = path.getFileName();
    if (folder == null || name == null) {
      return path;
    }
    Libc.check("fchdir", Integer.parseInt(folder.getFileName().toString()));
    if (!Files.isSameFile(Path.of("."), folder)) {
      throw new IOException("the Java runtime has a working folder of its own");
    }
    return name;
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
