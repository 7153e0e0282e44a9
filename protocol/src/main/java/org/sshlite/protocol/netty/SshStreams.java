package org.sshlite.protocol.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.LoopArrays;

/**
 * Carries one connection over a pair of streams instead of a socket: a server started by inetd, a
 * client through a proxy command. Two threads wait for the streams; all else is the event loop's.
 */
public final class SshStreams implements Carrier {
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
  private final LoopArrays arrays = new LoopArrays();
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

  private SshStreams(
      EventLoop loop,
      InputStream in,
      OutputStream out,
      Function<Carrier, ConnectionDriver> factory) {
    this.loop = loop;
    this.in = in;
    this.driver = factory.apply(this);
    this.deadline = new Deadline(loop, driver::deadline, () -> run(driver::tick));
    this.writer =
        new StreamWriter(
            out, (count, e) -> post(() -> written(count, e)), () -> post(() -> end("closed")));
  }

  /**
   * Runs a connection until it is over, on a loop of its own. Two daemon threads read {@code in}
   * and write {@code out}; one that still waits for its stream then ends with the stream.
   */
  public static void run(
      InputStream in, OutputStream out, Function<Carrier, ConnectionDriver> factory) {
    try (EventLoops loops = new EventLoops("ssh-loop", 1)) {
      CompletableFuture<SshStreams> started = start(loops.group().next(), in, out, factory);
      try {
        started.get().done.get();
      } catch (InterruptedException e) {
        started.join().post(() -> started.join().end("interrupted"));
        started.join().done.join();
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  /**
   * Starts a connection on a loop.
   *
   * @return exceptionally completed when the factory fails
   */
  static CompletableFuture<SshStreams> start(
      EventLoop loop,
      InputStream in,
      OutputStream out,
      Function<Carrier, ConnectionDriver> factory) {
    return CompletableFuture.supplyAsync(
        () -> {
          SshStreams streams = new SshStreams(loop, in, out, factory);
          streams.begin();
          return streams;
        },
        loop);
  }

  private void begin() {
    Thread.ofPlatform().daemon().name("ssh-stream-reader").start(this::read);
    run(driver::start);
  }

  /** The last call; nothing is read or written any more. */
  private void end(String problem) {
    if (over) {
      return;
    }
    over = true;
    writer.end();
    readAhead.release();
    deadline.cancel();
    driver.carrierClosed(problem);
    done.complete(null);
  }

  private void run(Runnable task) {
    running = true;
    try {
      task.run();
    } catch (RuntimeException | AssertionError e) {
      driver.failed(new IllegalStateException(e));
    }
    running = false;
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
    if (closing && !ending) {
      ending = true;
      writer.end();
      loop.schedule(() -> end("closed"), LINGER_MILLISECONDS, TimeUnit.MILLISECONDS);
    }
  }

  private void written(int count, @Nullable IOException failure) {
    unwritten -= count;
    if (failure != null) {
      driver.carrierClosed("connection lost: " + failure.getMessage());
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
        count = buffer.writeBytes(in, READ);
        if (!post(() -> received(buffer))) {
          buffer.release();
        }
      } while (count >= 0 && !over);
    } catch (IOException e) {
      end = () -> driver.carrierClosed("connection lost: " + e.getMessage());
    } catch (InterruptedException _) {
      end = () -> driver.carrierClosed("interrupted");
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
      pumpScheduled = true;
      post(() -> {});
    }
  }

  @Override
  public boolean execute(Runnable task) {
    return !over && post(task);
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
  public Executor loop() {
    return loop;
  }

  @Override
  public void offLoop(Runnable task) {
    Thread.ofVirtual().name("ssh-work").start(task);
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

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public boolean inLoop() {
    return loop.inEventLoop();
  }

  @Override
  public LoopArrays arrays() {
    return arrays;
  }
}
