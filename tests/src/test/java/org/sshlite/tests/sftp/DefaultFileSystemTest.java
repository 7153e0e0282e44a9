package org.sshlite.tests.sftp;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract is the one that the JDK's own file system keeps. */
class DefaultFileSystemTest extends FileSystemContract {
  @TempDir private Path folder;

  @Override
  Path folder() {
    return folder;
  }
}
