package org.sshlite.tests.zoo;

import java.io.IOException;
import java.nio.file.Path;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.sftp.foreign.ForeignFiles;

/**
 * A program that moves files.
 *
 * @param round how it does what people do with single files
 * @param tree how it copies a folder
 */
record FileDriver(Round round, Tree tree) {
  /** Logs in. */
  interface Round {
    /**
     * @param served the folder that it is about
     */
    ForeignFiles connect(Target target, Path served) throws Exception;
  }

  /** Copies a folder with all in it to the server, and back. */
  interface Tree {
    /**
     * @param served a folder with nothing in it
     * @param copy a name where nothing is yet
     */
    void copy(Target target, Path tree, Path served, Path copy) throws IOException;

    /** Whether files have their times behind it. */
    default boolean keepsTimes() {
      return true;
    }
  }

  /** One that has no more than this. */
  static FileDriver of(Tree tree) {
    return new FileDriver(
        (_, _) -> {
          throw new IllegalArgumentException("it copies folders alone");
        },
        tree);
  }
}
