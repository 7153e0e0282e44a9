package org.sshlite.sshd.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.JsonString;

/**
 * One recording. May wait for the disk; when that fails it is told once, and the rest is not
 * recorded. Any thread.
 */
public final class Recording implements AutoCloseable {
  /** Of a session that is not recorded. */
  public static final Recording NONE = new Recording();

  // of a terminal since the VT100
  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_ROWS = 24;

  /** Why no more is recorded: it is as large as it may be. */
  public static final class FullException extends IOException {
    private static final long serialVersionUID = 1;

    FullException(long most) {
      super("RecordLimit: it has " + most + " bytes");
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Text output = new Text();
  private final Text input = new Text();
  private final boolean withInput;
  private final LongSupplier clock;
  private final long begun;
  private final long most;
  private final Consumer<IOException> onFailure;
  private volatile @Nullable FileChannel file;

  private Recording() {
    this.withInput = false;
    this.clock = () -> 0;
    this.begun = 0;
    this.most = 0;
    this.onFailure = _ -> {};
  }

  /**
   * @param file new, owned
   * @param withInput whether what is typed is recorded too, passwords among it
   * @param most bytes of the file
   * @param clock in nanoseconds, from any time on
   * @param onFailure told when no more is recorded
   */
  Recording(
      FileChannel file,
      boolean withInput,
      long most,
      LongSupplier clock,
      Consumer<IOException> onFailure) {
    this.file = file;
    this.most = most;
    this.withInput = withInput;
    this.clock = clock;
    this.begun = clock.getAsLong();
    this.onFailure = onFailure;
  }

  /**
   * The first line.
   *
   * @param columns 0 where the client has no terminal of its own; a player needs some
   * @param rows the same
   * @throws IOException when it cannot be written: there is no recording then
   */
  void header(int columns, int rows, Instant time, String terminal) throws IOException {
    StringBuilder line = new StringBuilder();
    line.append("{\"version\": 2, \"width\": ")
        .append(columns == 0 ? USUAL_COLUMNS : columns)
        .append(", \"height\": ")
        .append(rows == 0 ? USUAL_ROWS : rows);
    line.append(", \"timestamp\": ").append(time.getEpochSecond()).append(", \"env\": {\"TERM\": ");
    JsonString.unicode(terminal, line);
    if (file != null) {
      write(file, line.append("}}\n").toString());
    }
  }

  private void write(FileChannel file, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    if (bytes.remaining() > most - file.position()) {
      throw new FullException(most);
    }
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /** What is shown. The array stays the caller's. */
  public void output(byte[] bytes, int count) {
    text("o", output, bytes, count);
  }

  /** What is typed; left out unless it is asked for. The array stays the caller's. */
  public void input(byte[] bytes, int count) {
    if (withInput) {
      text("i", input, bytes, count);
    }
  }

  /** The terminal has another size. */
  public void resized(int columns, int rows) {
    lock.lock();
    try {
      event("r", columns + "x" + rows);
    } finally {
      lock.unlock();
    }
  }

  private void text(String code, Text decoder, byte[] bytes, int count) {
    if (file == null) {
      return;
    }
    lock.lock();
    try {
      event(code, decoder.decode(bytes, count));
    } finally {
      lock.unlock();
    }
  }

  private void event(String code, String text) {
    if (text.isEmpty()) {
      return;
    }
    StringBuilder line = new StringBuilder(text.length() + 32);
    line.append(
        String.format(Locale.ROOT, "[%.6f, \"%s\", ", (clock.getAsLong() - begun) / 1e9, code));
    JsonString.unicode(text, line);
    append(line.append("]\n").toString());
  }

  /** Whole lines or nothing: a player takes no half of one. */
  private void append(String line) {
    FileChannel open = file;
    if (open == null) {
      return;
    }
    long before = -1;
    try {
      before = open.position();
      write(open, line);
    } catch (IOException e) {
      file = null;
      abandon(open, before);
      onFailure.accept(e);
    }
  }

  private static void abandon(FileChannel file, long size) {
    try (file) {
      if (size >= 0) {
        file.truncate(size);
      }
    } catch (IOException _) {
      // what went wrong first is told
    }
  }

  @Override
  public void close() {
    lock.lock();
    try (FileChannel _ = file) {
      file = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }
}
