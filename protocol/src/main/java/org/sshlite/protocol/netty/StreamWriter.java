package org.sshlite.protocol.netty;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * Writes buffers to a stream in a thread of its own, so that a peer that writes before it reads
 * does not stop us from reading.
 */
final class StreamWriter {
  private final OutputStream out;
  private final BiConsumer<Integer, @Nullable IOException> onWritten;
  private final LinkedBlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
  private final Runnable onEnded;

  /** One write; without a buffer, the end. */
  private record Batch(@Nullable ByteBuf buffer) {}

  /**
   * @param onWritten told how many bytes are written, or why none can be any more; called by the
   *     writing thread
   * @param onEnded told that nothing is written any more; called by the writing thread
   */
  StreamWriter(
      OutputStream out, BiConsumer<Integer, @Nullable IOException> onWritten, Runnable onEnded) {
    this.out = out;
    this.onWritten = onWritten;
    this.onEnded = onEnded;
  }

  void start() throws NoThreadException {
    Threads.daemon("ssh-stream-writer", this::run);
  }

  /** Any thread; the buffer is the writer's from now on. */
  void write(ByteBuf buffer) {
    batches.add(new Batch(buffer));
  }

  /** Nothing more comes. */
  void end() {
    batches.add(new Batch(null));
  }

  private void run() {
    boolean failed = false;
    ByteBuf buffer;
    while ((buffer = next()) != null) {
      try {
        if (!failed) {
          write(buffer, buffer.readableBytes());
        }
      } catch (IOException e) {
        failed = true;
        onWritten.accept(0, e);
      } catch (RuntimeException | Error e) {
        failed = true;
        onWritten.accept(0, new IOException(e)); // nobody else would know
      } finally {
        buffer.release();
      }
    }
    onEnded.run();
  }

  private void write(ByteBuf buffer, int count) throws IOException {
    buffer.readBytes(out, count);
    Batch following = batches.peek();
    if (following == null || following.buffer() == null) {
      out.flush();
    }
    onWritten.accept(count, null);
  }

  private @Nullable ByteBuf next() {
    try {
      return batches.take().buffer();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }
}
