package org.sshlite.sftp.server;

import java.io.IOException;
import java.util.Optional;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.Request;

/**
 * An application's say in each request of a session, before it is done; on the session's thread.
 */
@FunctionalInterface
public interface Guard {
  /** Lets everything pass. */
  Guard NONE = (request, opened) -> {};

  /**
   * Returns where the request may be done. Paths in it are as the client sent them, and may lead
   * elsewhere by links and "..".
   *
   * @param opened the path by which the file or folder was opened that the request names by its
   *     handle; empty for all others
   * @throws StatusException the answer; any other exception is a FAILURE
   */
  void check(Request.Asking request, Optional<FileName> opened) throws IOException;
}
