package org.sshlite.crypto.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the writers of one file apart: those of this process by a lock in memory, those of others
 * by a file lock on {@code <file>.lock}, which is there only as long as it is held. The system
 * drops the lock of a process that dies, so none is ever stale.
 */
public final class EditLock implements AutoCloseable {
  // an edit takes milliseconds; whoever holds the lock for so long is stopped in a debugger
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 10;
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path path;
  private final FileChannel channel;

  private EditLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Waits for other writers to finish.
   *
   * @throws IOException when they do not, or when no lock file can be made in that folder
   */
  public static EditLock acquire(Path file) throws IOException {
    Path path = file.resolveSibling(file.getFileName() + ".lock");
    boolean held = false;
    try {
      held = IN_PROCESS.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!held) {
        throw busy(path);
      }
      EditLock lock = new EditLock(path, lock(path));
      held = false; // the lock holds it now
      return lock;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + path, e);
    } finally {
      if (held) {
        IN_PROCESS.unlock();
      }
    }
  }

  private static FileChannel lock(Path path) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<FileChannel> locked = tryLock(path);
      if (locked.isPresent()) {
        return locked.get();
      }
      if (System.nanoTime() - deadline > 0) {
        throw busy(path);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** A lock counts only if the file that was locked is still the one that others will lock. */
  private static Optional<FileChannel> tryLock(Path path) throws IOException {
    open(path).close();
    Optional<Identity> before = Identity.of(path);
    FileChannel channel = open(path);
    boolean locked = false;
    try {
      FileLock lock = channel.tryLock();
      locked = lock != null && before.isPresent() && before.equals(Identity.of(path));
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? Optional.of(channel) : Optional.empty();
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static IOException busy(Path path) {
    return new IOException("another program holds " + path);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(path); // while it is still locked: who waits for it notices
    } finally {
      IN_PROCESS.unlock();
    }
  }

  /** Tells a file from one that has taken its place. */
  private record Identity(String key, FileTime modified) {
    static Optional<Identity> of(Path path) throws IOException {
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return Optional.of(
            new Identity(String.valueOf(attributes.fileKey()), attributes.lastModifiedTime()));
      } catch (NoSuchFileException _) {
        return Optional.empty();
      }
    }
  }
}
