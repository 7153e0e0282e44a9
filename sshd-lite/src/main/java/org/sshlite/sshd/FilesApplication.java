package org.sshlite.sshd;

import java.io.IOException;

/** Which files a user is served by sftp. */
@FunctionalInterface
public interface FilesApplication {
  /**
   * Called for each sftp session of a user who is logged in, on the session's own thread, which
   * does all that is done to the files, too.
   *
   * @throws IOException when there are none: the session ends with exit status 1
   */
  SessionFiles open(String user) throws IOException;
}
