package org.sshlite.tests.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/** What is moved. All of it lies in memory, so that no disk counts. */
record Sources(Path folder) {
  private static final int SMALL = 4000;
  private static final int MEBIBYTE = 1 << 20;

  /** A file that nothing can shorten. */
  Path large(int megabytes) throws IOException {
    Path file = folder.resolve("large-" + megabytes);
    if (!Files.exists(file)) {
      byte[] chunk = new byte[MEBIBYTE];
      Random random = new Random(1);
      try (OutputStream out = Files.newOutputStream(file)) {
        for (int i = 0; i < megabytes; i++) {
          random.nextBytes(chunk);
          out.write(chunk);
        }
      }
    }
    return file;
  }

  /** A folder of small files. */
  Path small(int count) throws IOException {
    return files("small-" + count, count, new byte[SMALL]);
  }

  /** A folder of empty files. */
  Path listed(int count) throws IOException {
    return files("listed-" + count, count, new byte[0]);
  }

  private Path files(String name, int count, byte[] content) throws IOException {
    Path made = folder.resolve(name);
    if (!Files.exists(made)) {
      Files.createDirectory(made);
      for (int i = 0; i < count; i++) {
        Files.write(made.resolve("file-" + i), content);
      }
    }
    return made;
  }

  /** A name that nothing has. */
  Path target() throws IOException {
    Path target = folder.resolve("target");
    if (Files.exists(target)) {
      try (Stream<Path> files = Files.walk(target)) {
        for (Path file : files.toList().reversed()) {
          Files.delete(file);
        }
      }
    }
    return target;
  }

  /** Fails unless all has arrived. */
  static void check(Path source, Path target) throws IOException {
    if (total(source) != total(target)) {
      throw new IOException(source + " has not arrived as " + target);
    }
  }

  private static long total(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> 1 + file.toFile().length()).sum();
    }
  }
}
