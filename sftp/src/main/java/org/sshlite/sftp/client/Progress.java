package org.sshlite.sftp.client;

import org.sshlite.sftp.wire.FileName;

/** Told how transfers go, by several threads and at times the session's own: must not wait. */
@FunctionalInterface
public interface Progress {
  Progress NONE = (_, _, _) -> _ -> {};

  /**
   * A file begins, while others may be under way.
   *
   * @param done bytes that are there already
   * @param size bytes; 0 when it is not known
   * @return who is told of this file
   */
  Begun begin(FileName remote, long done, long size);

  /** A file that is under way. */
  @FunctionalInterface
  interface Begun {
    /** So many more bytes have arrived. */
    void moved(long bytes);

    /** The file is done, or given up. */
    default void end() {}
  }
}
