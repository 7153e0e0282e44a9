package org.sshlite.tests.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;

/** The files of a benchmark. Closing deletes them. */
public final class Scratch implements AutoCloseable {
  private final Path folder;

  public Scratch(String name) throws IOException {
    folder = Files.createTempDirectory(name);
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
