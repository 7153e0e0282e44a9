package org.sshlite.sftp.server;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;

/** A folder that a client reads. As {@link ServedFiles}. */
public interface OpenFolder extends AutoCloseable {
  /**
   * @param links how many names the file has
   * @param modified seconds since 1970
   */
  record Entry(FileName name, Attributes attributes, long links, long modified) {}

  /** The next entry, "." and ".." among them where the system has them; null behind the last. */
  @Nullable Entry next() throws IOException;

  @Override
  void close() throws IOException;
}
