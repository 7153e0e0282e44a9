package org.sshlite.sftp.server;

/** Told of the files that a session has read and written. By the session's thread. */
public interface Transfers {
  /** Not told to anybody. */
  Transfers UNSEEN = (path, read, written) -> {};

  /**
   * A file is closed, by the client or with its session.
   *
   * @param path as the client opened it, not escaped
   * @param read bytes that the client has got
   * @param written bytes that it has sent
   */
  void closed(String path, long read, long written);
}
