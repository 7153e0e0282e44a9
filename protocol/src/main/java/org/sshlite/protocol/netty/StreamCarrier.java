package org.sshlite.protocol.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.protocol.transport.Carrier;

/**
 * Carries one connection over a pair of streams instead of a socket: a server started by inetd, a
 * client through a proxy command. Two daemon threads wait for the streams, and end with them; all
 * else is the event loop's.
 */
final class StreamCarrier implements LoopCarrier {
  private static final int READ = 64 * 1024;

  /** Reads that may wait for the loop. */
  private static final int READS_AHEAD = 2;

  /** Bytes that may wait for the stream, as for a socket. */
  private static final int WRITES_AHEAD = 256 * 1024;

  /** How long the last bytes may take, as with a socket's farewell. */
  private static final long LINGER_MILLISECONDS = 2_000;

  private final EventLoop loop;
  private final InputStream in;
  private final Semaphore readAhead = new Semaphore(READS_AHEAD);
  private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final StreamWriter writer;
  private final ConnectionDriver driver;
  private final Deadline deadline;
  private int unwritten;
  private boolean running;
  private boolean pumpScheduled;
  private boolean reading = true;
  private int withheld;
  private @Nullable Runnable withheldEnd;
  private boolean closing;
  private boolean ending;
  private volatile boolean over;

  private StreamCarrier(
      EventLoop loop,
      InputStream in,
      OutputStream out,
      Runnable onWritten,
      Function<Carrier, ConnectionDriver> factory) {
    this.loop = loop;
    this.in = in;
    this.driver = factory.apply(this);
    this.deadline = new Deadline(loop, driver::deadline, () -> run(driver::tick));
    this.writer =
        new StreamWriter(
            out,
            (count, e) -> post(() -> written(count, e)),
            () -> {
              onWritten.run();
              if (!post(() -> end("closed"))) {
                done.complete(null); // the loop has ended: this thread tells
              }
            });
  }

  /**
   * Starts a connection on a loop.
   *
   * @param onWritten told that all is written, or nothing can be any more, before the end is told
   *     where there is a farewell; on a thread of its own, it may wait
   * @return exceptionally completed when the factory fails
   */
  static CompletableFuture<StreamCarrier> start(
      EventLoop loop,
      InputStream in,
      OutputStream out,
      Runnable onWritten,
      Function<Carrier, ConnectionDriver> factory) {
    return CompletableFuture.supplyAsync(
        () -> {
          StreamCarrier streams = new StreamCarrier(loop, in, out, onWritten, factory);
          streams.begin();
          return streams;
        },
        loop);
  }

  /** Completes when it is over. */
  CompletableFuture<Void> done() {
    return done;
  }

  /** Ends it without a farewell. Any thread. */
  void interrupt() {
    post(() -> end("interrupted"));
  }

  private void begin() {
    try {
      writer.start();
      Threads.daemon("ssh-stream-reader", this::read);
    } catch (NoThreadException e) {
      end(e.getMessage());
      return;
    }
    run(driver::start);
  }

  /** The last call; nothing is read or written any more. */
  private void end(String problem) {
    if (over) {
      return;
    }
    over = true;
    try {
      readAhead.release();
      deadline.cancel();
      writer.end();
    } finally {
      try {
        driver.carrierClosed(problem);
      } finally {
        done.complete(null);
      }
    }
  }

  private void run(Runnable task) {
    try {
      runAndPump(task);
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void failed(Throwable cause) {
    try {
      runAndPump(() -> driver.failed(new IllegalStateException(cause)));
    } catch (RuntimeException | Error _) {
      end("failed on this side"); // not in order, but nobody else would
    }
  }

  private void runAndPump(Runnable task) {
    running = true;
    try {
      task.run();
    } finally {
      running = false;
    }
    pump();
  }

  /** Asks for output only while the stream takes it. */
  private void pump() {
    pumpScheduled = false;
    ByteBuf buffer;
    while (!over
        && !ending
        && unwritten < WRITES_AHEAD
        && (buffer = driver.nextOutput(allocator)) != null) {
      unwritten += buffer.readableBytes();
      writer.write(buffer);
    }
    if (closing && !ending && !over) {
      // first: where the output is stuck, nothing else ends it
      loop.schedule(() -> end("closed"), LINGER_MILLISECONDS, TimeUnit.MILLISECONDS);
      ending = true;
      writer.end();
    }
  }

  private void written(int count, @Nullable IOException failure) {
    unwritten -= count;
    if (failure != null) {
      driver.carrierClosed(failure);
      closing = true;
    }
  }

  private void read() {
    Runnable end = driver::carrierClosed;
    try {
      int count;
      do {
        readAhead.acquire();
        ByteBuf buffer = allocator.heapBuffer(READ);
        try {
          count = buffer.writeBytes(in, READ);
        } catch (IOException | RuntimeException | Error e) {
          buffer.release();
          throw e;
        }
        if (!post(() -> received(buffer))) {
          buffer.release();
          return;
        }
      } while (count >= 0 && !over);
    } catch (IOException e) {
      end = () -> driver.carrierClosed(e);
    } catch (InterruptedException _) {
      end = () -> driver.carrierClosed("interrupted");
    } catch (RuntimeException | Error e) {
      end = () -> driver.carrierClosed(String.valueOf(e));
    }
    Runnable last = end;
    post(() -> ended(last));
  }

  private void received(ByteBuf buffer) {
    try {
      driver.received(buffer);
    } finally {
      buffer.release();
    }
    if (reading) {
      readAhead.release();
    } else {
      withheld++;
    }
  }

  /** The end of the input comes after what the connection has not looked at yet. */
  private void ended(Runnable end) {
    if (reading || closing) {
      end.run();
      closing = true;
    } else {
      withheldEnd = end;
    }
  }

  @Override
  public void reading(boolean on) {
    reading = on;
    if (on) {
      readAhead.release(withheld);
      withheld = 0;
      if (withheldEnd != null) {
        Runnable end = withheldEnd;
        withheldEnd = null;
        post(() -> ended(end));
      }
    }
  }

  @Override
  public void outputReady() {
    if (!running && !pumpScheduled) {
      pumpScheduled = post(() -> {});
    }
  }

  @Override
  public boolean execute(Runnable task) {
    return post(task);
  }

  @Override
  public void whenSent(Runnable task) {
    done.thenRun(task);
  }

  private boolean post(Runnable task) {
    try {
      loop.execute(() -> run(task));
      return true;
    } catch (RejectedExecutionException _) {
      return false; // the loop has ended, and the connection with it
    }
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public void deadlineChanged() {
    deadline.changed();
  }

  @Override
  public void close() {
    closing = true;
    outputReady();
  }
}
