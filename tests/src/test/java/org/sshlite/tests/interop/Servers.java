package org.sshlite.tests.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.sshlite.tests.peer.Server;

/** The servers of one test class, each started when the first test asks for it. */
final class Servers implements AutoCloseable {
  private final Path folder;
  private final String[] configuration;
  private final Map<Class<? extends Server>, Server> running = new HashMap<>();

  /**
   * @param configuration lines of sshd_config, for those that have one
   */
  Servers(Path folder, String... configuration) {
    this.folder = folder;
    this.configuration = configuration;
  }

  /** The server of a pair; skips the test if a program is not there. */
  synchronized Server of(Pair pair) {
    pair.require();
    return running.computeIfAbsent(
        pair.serverType(), type -> pair.start(newFolder(type.getSimpleName()), configuration));
  }

  private Path newFolder(String name) {
    try {
      return Files.createTempDirectory(folder, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    running.values().forEach(Server::close);
  }
}
