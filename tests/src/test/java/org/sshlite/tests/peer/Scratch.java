package org.sshlite.tests.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;

/** Files of a benchmark or a server. Closing deletes them. */
public final class Scratch implements AutoCloseable {
  private final Path folder;

  public Scratch(String name) throws IOException {
    folder = Files.createTempDirectory(name);
  }

  /** In a folder that one names: for who does not believe what lies where everybody may write. */
  public Scratch(Path parent, String name) throws IOException {
    folder = Files.createTempDirectory(parent, name);
  }

  /** An empty folder. */
  public Path newFolder() throws IOException {
    return Files.createTempDirectory(folder, "");
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : new ArrayList<>(files.toList()).reversed()) {
        Files.delete(file);
      }
    }
  }
}
