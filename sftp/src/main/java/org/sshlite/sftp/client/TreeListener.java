package org.sshlite.sftp.client;

import java.io.IOException;
import java.nio.file.Path;
import org.sshlite.sftp.wire.FileName;

/** Told what happens to the files of a tree; by several threads where several are under way. */
public interface TreeListener {
  /** A folder begins, in the order in which they are walked. */
  default void folder(FileName remote, Path local) {}

  /**
   * A file begins.
   *
   * @throws IOException where it is not to be moved
   */
  default void file(FileName remote, Path local) throws IOException {}

  /** What is neither file nor folder is left out. */
  default void skipped(FileName remote, Path local) {}

  /** A file or folder was not moved. The rest is. */
  default void failed(FileName remote, Path local, IOException why) {}
}
