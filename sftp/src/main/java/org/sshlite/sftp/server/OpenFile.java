package org.sshlite.sftp.server;

import java.io.IOException;
import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.Bytes;
import org.sshlite.sftp.wire.FileSystemStatus;

/** A file that a client has open. As {@link ServedFiles}. */
public interface OpenFile extends AutoCloseable {
  /**
   * Reads at {@code position} what there is, at most {@code length} bytes.
   *
   * @return 0 at the end of the file
   */
  int read(byte[] target, int offset, int length, long position) throws IOException;

  /** Writes all of it at {@code position}; at the end if the file was opened to append. */
  void write(Bytes data, long position) throws IOException;

  Attributes attributes() throws IOException;

  void setAttributes(Attributes attributes) throws IOException;

  FileSystemStatus fileSystem() throws IOException;

  /** Returns once what was written is on the disk. */
  void sync() throws IOException;

  /**
   * Copies {@code length} bytes, or all there are up to that, into {@code target}.
   *
   * @return bytes copied
   */
  long copyTo(OpenFile target, long position, long length, long targetPosition) throws IOException;

  @Override
  void close() throws IOException;
}
