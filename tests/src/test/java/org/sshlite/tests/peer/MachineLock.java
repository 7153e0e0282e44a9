package org.sshlite.tests.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A lock among the JVMs that run tests on this machine. */
final class MachineLock implements AutoCloseable {
  /** Of what is taken until the end: a channel that nobody refers to is closed. */
  private static final List<FileChannel> KEPT = new CopyOnWriteArrayList<>();

  private final FileChannel file;

  private MachineLock(FileChannel file) {
    this.file = file;
  }

  private static FileChannel open(String name) throws IOException {
    return FileChannel.open(
        Path.of(System.getProperty("java.io.tmpdir"))
            .resolve("sshlite-" + System.getProperty("user.name") + "-" + name + ".lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /** Waits until nobody has it. */
  static MachineLock take(String name) throws IOException {
    FileChannel file = open(name);
    file.lock();
    return new MachineLock(file);
  }

  /**
   * Takes the first of so many that is free, until this JVM ends.
   *
   * @return which, from 0
   */
  static int takeOneOf(String name, int count) {
    try {
      for (int i = 0; i < count; i++) {
        FileChannel file = open(name + i);
        FileLock lock = file.tryLock();
        if (lock != null) {
          KEPT.add(file);
          return i;
        }
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("all of " + count + " are taken: " + name);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
