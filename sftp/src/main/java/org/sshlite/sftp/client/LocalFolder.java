package org.sshlite.sftp.client;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.sftp.wire.Attributes;

/** The folders of this machine. */
final class LocalFolder {
  /** What a copy of a folder gets of its permissions: those of a file, and the sticky bit. */
  static final int COPIED = 01777;

  /** Whoever fills a folder must be able to. */
  static final int WHILE_FILLED = 0300;

  private static final int STICKY = 01000;

  /** There is nothing to be changed. */
  private static final int KEPT = -1;

  private LocalFolder() {}

  /**
   * Makes a folder where there is none, with {@code mode} as far as the umask lets it.
   *
   * @return the mode that it is to have when it is filled, or -1 where it has that now
   */
  static int make(Path path, int mode) throws LocalFileException {
    try {
      if (Files.isDirectory(path)) {
        return KEPT;
      }
      Files.createDirectory(path, LocalFile.made(path, mode & 0777 | WHILE_FILLED));
      if (!hasModes(path)) {
        return KEPT;
      }
      int made = mode(path);
      int filled = made & ~(WHILE_FILLED & ~mode) | mode & STICKY;
      return filled == made ? KEPT : filled;
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  /**
   * When it is filled, and nothing in it has still to be changed.
   *
   * @param filled what {@link #make} said
   */
  static void finish(
      Finishing finishing, Path path, Attributes attributes, int filled, boolean preserve)
      throws IOException {
    int mode = preserve ? attributes.permissions() & COPIED : filled;
    boolean modes = hasModes(path);
    if (preserve) {
      int set = modes ? Attributes.PERMISSIONS : 0;
      LocalFile.preserve(finishing, path, attributes.without(set));
    }
    if (modes && mode != KEPT) {
      finishing.attempt(
          "local chmod directory \"" + Shown.of(path) + "\"", () -> setMode(path, mode));
    }
  }

  private static void setMode(Path path, int mode) throws LocalFileException {
    try {
      Files.setAttribute(path, "unix:mode", mode);
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  /** What a copy of this folder gets. */
  static int mode(Path path, int otherwise) throws LocalFileException {
    try {
      return hasModes(path) ? mode(path) & COPIED : otherwise;
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  private static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode") & 07777;
  }

  static List<Path> children(Path folder) throws LocalFileException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      List<Path> children = new ArrayList<>();
      stream.forEach(children::add);
      return children;
    } catch (IOException e) {
      throw new LocalFileException(e);
    } catch (DirectoryIteratorException e) {
      throw new LocalFileException(e.getCause());
    }
  }
}
