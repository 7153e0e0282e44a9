package org.sshlite.sshd;

import java.nio.file.Path;
import org.sshlite.sftp.path.PathFiles;
import org.sshlite.sftp.server.Guard;
import org.sshlite.sftp.server.Permissions;
import org.sshlite.sftp.server.ServedFiles;

/**
 * The files of one session, and what may be done to them.
 *
 * @param files closed when the session ends
 */
public record SessionFiles(ServedFiles files, Permissions permissions) {
  /**
   * A folder as "/", to read and write.
   *
   * @param root of any file system, on a disk, in memory or in a jar, which stays the caller's
   */
  public static SessionFiles of(Path root) {
    return new SessionFiles(new PathFiles(root), Permissions.ALL);
  }

  /** The same, and nothing can be changed. */
  public SessionFiles readOnly() {
    return new SessionFiles(files, permissions.readingOnly());
  }

  /** The same, with a say in each request. */
  public SessionFiles withGuard(Guard guard) {
    return new SessionFiles(files, permissions.withGuard(guard));
  }
}
