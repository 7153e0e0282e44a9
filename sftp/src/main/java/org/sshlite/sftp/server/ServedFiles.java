package org.sshlite.sftp.server;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.FileSystemStatus;

/**
 * The files of one session. Paths are as the client sent them: where they lead, and what is out of
 * bounds, is decided behind this. What is not done raises a {@link StatusException}; any other
 * {@link IOException} is answered with FAILURE. One thread at a time.
 */
public interface ServedFiles extends AutoCloseable {
  /** Relative paths begin in {@code folder} from now on. Where that fails, nothing changes. */
  void start(FileName folder) throws IOException;

  /**
   * @param flags of {@link org.sshlite.sftp.wire.Request.Open}
   * @param permissions for a file that is created, before the umask
   */
  OpenFile open(FileName path, int flags, int permissions) throws IOException;

  OpenFolder openFolder(FileName path) throws IOException;

  /**
   * @param follow whether of what a link at the end of the path leads to
   */
  Attributes attributes(FileName path, boolean follow) throws IOException;

  /** Sets what there is in {@code attributes}: all of it is tried, the last failure counts. */
  void setAttributes(FileName path, Attributes attributes, boolean follow) throws IOException;

  /** Removes what is no folder. */
  void remove(FileName path) throws IOException;

  /**
   * @param permissions before the umask; empty for the system's own
   */
  void makeFolder(FileName path, OptionalInt permissions) throws IOException;

  void removeFolder(FileName path) throws IOException;

  /**
   * @param replace whether what is at {@code to} may be replaced, as rename(2) does it
   */
  void rename(FileName from, FileName to, boolean replace) throws IOException;

  FileName readLink(FileName path) throws IOException;

  void makeLink(FileName target, FileName path) throws IOException;

  void makeHardLink(FileName existing, FileName path) throws IOException;

  /**
   * The path without links, "." and "..", absolute. Its last component need not exist; an empty one
   * is the start folder.
   */
  FileName realPath(FileName path) throws IOException;

  FileSystemStatus fileSystem(FileName path) throws IOException;

  /**
   * @param user empty for the one whose session this is
   * @return empty when there is no such user
   */
  Optional<FileName> home(FileName user) throws IOException;

  Optional<FileName> userName(int uid);

  Optional<FileName> groupName(int gid);

  /** A session is over, or has no open files at the moment: nothing large is kept. */
  default void idle() {}

  @Override
  void close();
}
