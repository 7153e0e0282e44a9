package org.sshlite.sftp.server;

import java.util.Optional;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.StatusCode;

/**
 * The path without links, "." and "..": as OpenSSH's server has it, a last component that does not
 * exist is no error.
 */
public final class RealPath {
  private static final FileName SLASH = FileName.of("/");
  private static final FileName DOT = FileName.of(".");
  private static final FileName UP = FileName.of("..");

  /** As OpenSSH's. */
  private static final int MOST_LINKS = 32;

  /** Bytes, which every link on the way can multiply. */
  private static final int LONGEST = 4096;

  /** What is at an absolute path. */
  public interface Links {
    /**
     * @return where it leads if it is a link; empty for anything else
     * @throws StatusException when there is nothing, among others
     */
    Optional<FileName> link(FileName path) throws StatusException;

    /** Whether the last failure means that there is nothing of that name. */
    boolean missing();
  }

  private final Links links;
  private FileName resolved;
  private FileName left;

  private RealPath(Links links, FileName from, FileName path) {
    this.links = links;
    boolean absolute = path.at(0) == '/';
    this.resolved = absolute ? SLASH : from;
    this.left = path;
  }

  /**
   * @param from where a relative path begins: absolute, without links
   */
  public static FileName of(Links links, FileName from, FileName path) throws StatusException {
    return new RealPath(links, from, path.isEmpty() ? DOT : path).walk();
  }

  private FileName walk() throws StatusException {
    int followed = 0;
    while (!left.isEmpty()) {
      int slash = left.indexOf('/');
      boolean last = slash < 0;
      FileName name = last ? left : left.slice(0, slash);
      left = last ? FileName.EMPTY : left.slice(slash + 1, left.length());
      if (name.isEmpty() || name.equals(DOT)) {
        continue;
      }
      if (name.equals(UP)) {
        resolved = parent(resolved);
        continue;
      }
      FileName here = limited(resolved.resolve(name));
      Optional<FileName> target = look(here, last);
      if (target.isEmpty()) {
        resolved = here;
      } else {
        if (followed++ > MOST_LINKS) {
          throw new StatusException(StatusCode.NO_SUCH_FILE, "Too many levels of symbolic links");
        }
        follow(target.get(), last);
      }
    }
    return resolved;
  }

  private Optional<FileName> look(FileName path, boolean last) throws StatusException {
    try {
      return links.link(path);
    } catch (StatusException e) {
      if (last && links.missing()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void follow(FileName target, boolean last) throws StatusException {
    if (!target.isEmpty() && target.at(0) == '/') {
      resolved = SLASH;
    }
    left = last ? target : limited(target.resolve(left));
  }

  private static FileName parent(FileName path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? SLASH : path.slice(0, slash);
  }

  private static FileName limited(FileName path) throws StatusException {
    if (path.length() >= LONGEST) {
      throw new StatusException(StatusCode.BAD_MESSAGE);
    }
    return path;
  }
}
