package org.sshlite.sftp.path;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.sftp.server.RealPath;
import org.sshlite.sftp.server.StatusException;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.StatusCode;

/**
 * Where a path leads: the one place where that is decided. The root is "/": links and ".." are
 * followed here, name by name, and never by the file system, so that none leads out. It holds
 * against what a client does; whoever else can put links into these folders meanwhile can lead out.
 */
final class PathResolution implements RealPath.Links {
  private static final FileName SLASH = FileName.of("/");

  private final Path root;
  private FileName start = SLASH;
  private boolean missing;

  PathResolution(Path root) {
    this.root = root;
  }

  /**
   * @param folder one without links
   */
  void start(FileName folder) {
    start = folder;
  }

  /** The path without links, as the client knows it. */
  FileName real(FileName path) throws StatusException {
    return RealPath.of(this, start, path);
  }

  /** What a path leads to, links at its end followed. */
  Path follow(FileName path) throws StatusException {
    if (path.isEmpty()) {
      throw new StatusException(StatusCode.NO_SUCH_FILE);
    }
    return plain(real(path));
  }

  /** What a path names itself, be it a link. */
  Path entry(FileName path) throws StatusException {
    int end = path.length();
    while (end > 0 && path.at(end - 1) == '/') {
      end--;
    }
    FileName name = path.slice(path.slice(0, end).lastIndexOf('/') + 1, end);
    if (name.isEmpty() || isDots(name)) {
      return follow(path);
    }
    FileName parent = path.slice(0, end - name.length());
    return child(plain(real(parent)), name);
  }

  private static boolean isDots(FileName name) {
    return name.equals(FileName.of(".")) || name.equals(FileName.of(".."));
  }

  /** A path that has no links any more. */
  private Path plain(FileName real) throws StatusException {
    Path path = root;
    int start = 1;
    while (start < real.length()) {
      int end = start;
      while (end < real.length() && real.at(end) != '/') {
        end++;
      }
      path = child(path, real.slice(start, end));
      start = end + 1;
    }
    return path;
  }

  /** One name in a folder: one for the file system, too, whatever it takes for a separator. */
  private Path child(Path folder, FileName name) throws StatusException {
    String text = text(name);
    Path single = root.getFileSystem().getPath(text);
    if (single.isAbsolute()
        || single.getRoot() != null
        || single.getNameCount() != 1
        || !single.getFileName().toString().equals(text)
        || isDots(name)) {
      throw new StatusException(StatusCode.NO_SUCH_FILE);
    }
    return folder.resolve(single);
  }

  private static String text(FileName name) throws StatusException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name.bytes())).toString();
    } catch (CharacterCodingException e) {
      throw new StatusException(StatusCode.NO_SUCH_FILE);
    }
  }

  @Override
  public Optional<FileName> link(FileName path) throws StatusException {
    Path here = plain(path);
    missing = false;
    if (Files.isSymbolicLink(here)) {
      try {
        return Optional.of(name(Files.readSymbolicLink(here)));
      } catch (IOException e) {
        throw new StatusException(StatusCode.NO_SUCH_FILE);
      }
    }
    if (!Files.exists(here, LinkOption.NOFOLLOW_LINKS)) {
      missing = true;
      throw new StatusException(StatusCode.NO_SUCH_FILE);
    }
    return Optional.empty();
  }

  @Override
  public boolean missing() {
    return missing;
  }

  /** With slashes, whatever the file system has. */
  static FileName name(Path path) {
    return FileName.of(path.toString().replace(path.getFileSystem().getSeparator(), "/"));
  }
}
