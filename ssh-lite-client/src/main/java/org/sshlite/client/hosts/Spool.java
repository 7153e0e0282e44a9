package org.sshlite.client.hosts;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sshlite.program.stream.ArrayInput;

/**
 * Output that waits for its turn, or input that all hosts get: the first of it in memory, the rest
 * in a file that nobody else can read and that has no name, so that it is gone with this process
 * however that ends. Any thread.
 */
final class Spool extends OutputStream {
  /** For hundreds of hosts at once some tens of megabytes; what most commands write is less. */
  private static final int IN_MEMORY = 32 * 1024;

  private final ByteArrayOutputStream memory = new ByteArrayOutputStream(0);
  private final Path folder;
  private @Nullable RandomAccessFile rest;
  private boolean sealed;

  Spool() {
    this(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * @param folder for the file
   */
  Spool(Path folder) {
    this.folder = folder;
  }

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
        rest = unnamed();
      }
      rest.seek(rest.length());
      rest.write(source, offset + first, length - first);
    }
  }

  /** Not a channel: that is closed when one of its threads is interrupted. */
  private RandomAccessFile unnamed() throws IOException {
    Path file = Files.createTempFile(folder, "ssh-lite-hosts", ""); // 0600
    try {
      return new RandomAccessFile(file.toFile(), "rw");
    } finally {
      Files.delete(file);
    }
  }

  /** Nothing more is taken. */
  synchronized void seal() {
    sealed = true;
  }

  /** All of it, from the start. Once it is sealed, any number of times. */
  synchronized InputStream open() {
    InputStream first = new ByteArrayInputStream(memory.toByteArray());
    return rest == null ? first : new SequenceInputStream(first, new Rest(rest));
  }

  /** One of those who read the file. */
  private final class Rest extends ArrayInput {
    private final RandomAccessFile file;
    private long position;

    Rest(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      synchronized (Spool.this) {
        file.seek(position);
        int count = file.read(target, offset, length);
        position += Math.max(0, count);
        return count;
      }
    }
  }

  /** Forgets it. */
  @Override
  public synchronized void close() throws IOException {
    seal();
    if (rest != null) {
      rest.close();
    }
    memory.reset();
  }
}
