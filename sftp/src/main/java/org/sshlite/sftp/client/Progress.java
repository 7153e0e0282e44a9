package org.sshlite.sftp.client;

import org.sshlite.sftp.wire.FileName;

/** Told how a transfer goes, by several threads and at times the session's own: must not wait. */
public interface Progress {
  Progress NONE =
      new Progress() {
        @Override
        public void begin(FileName remote, long done, long size) {}

        @Override
        public void moved(long bytes) {}
      };

  /**
   * A file begins.
   *
   * @param done bytes that are there already
   * @param size bytes; 0 when it is not known
   */
  void begin(FileName remote, long done, long size);

  /** So many more bytes have arrived. */
  void moved(long bytes);

  /** A file is done, or given up. */
  default void end() {}
}
