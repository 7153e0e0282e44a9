package org.sshlite.client.hosts;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Output that waits for its turn, or input that all hosts get: the first of it in memory, the rest
 * in a file that nobody else can read. Any thread.
 */
final class Spool extends OutputStream {
  /** For hundreds of hosts at once some tens of megabytes; what most commands write is less. */
  private static final int IN_MEMORY = 32 * 1024;

  private final ByteArrayOutputStream memory = new ByteArrayOutputStream(0);
  private @Nullable Path file;
  private @Nullable OutputStream rest;
  private boolean sealed;

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] source, int offset, int length) throws IOException {
    if (sealed) {
      throw new IOException("too late");
    }
    int first = Math.min(length, IN_MEMORY - memory.size());
    memory.write(source, offset, first);
    if (first < length) {
      if (rest == null) {
        file = Files.createTempFile("ssh-lite-hosts", ""); // 0600
        rest = Files.newOutputStream(file);
      }
      rest.write(source, offset + first, length - first);
    }
  }

  /** Nothing more is taken. */
  synchronized void seal() throws IOException {
    sealed = true;
    if (rest != null) {
      rest.close();
    }
  }

  /** All of it, from the start. Once it is sealed, any number of times. */
  synchronized InputStream open() throws IOException {
    InputStream first = new ByteArrayInputStream(memory.toByteArray());
    return file == null ? first : new SequenceInputStream(first, Files.newInputStream(file));
  }

  /** Forgets it. */
  @Override
  public synchronized void close() throws IOException {
    seal();
    if (file != null) {
      Files.deleteIfExists(file);
    }
    memory.reset();
  }
}
