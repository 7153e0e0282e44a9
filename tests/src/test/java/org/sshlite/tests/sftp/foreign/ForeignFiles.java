package org.sshlite.tests.sftp.foreign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sshlite.tests.peer.Target;

/** A client of others, logged in. Each throws when the server refuses. Paths are absolute. */
public interface ForeignFiles extends AutoCloseable {
  /** Logs in. */
  @FunctionalInterface
  interface Peer {
    ForeignFiles connect(Target target) throws Exception;
  }

  /**
   * What it tells of a file.
   *
   * @param modified in seconds since 1970
   */
  record Attributes(long size, long modified) {}

  void makeFolder(String path) throws Exception;

  void put(Path local, String remote) throws Exception;

  void get(String remote, Path local) throws Exception;

  /** May have "." and ".." among them. */
  List<String> names(String folder) throws Exception;

  /** Empty where it has no command that tells both exactly. */
  default Optional<Attributes> stat(String path) throws Exception {
    return Optional.empty();
  }

  void rename(String from, String to) throws Exception;

  /** Whether it has a command for links. */
  default boolean makesLinks() {
    return true;
  }

  /** Makes a link that leads to {@code target}. */
  void symlink(String target, String link) throws Exception;

  void remove(String path) throws Exception;

  void removeFolder(String path) throws Exception;

  @Override
  void close() throws IOException;
}
