package org.sshlite.protocol.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.LoopArrays;

/**
 * Carries one connection over a pair of streams instead of a socket: a server started by inetd, a
 * client through a proxy command. The thread that calls {@link #run} is the loop; two more wait for
 * the streams.
 */
public final class SshStreams implements Carrier {
  private static final int READ = 64 * 1024;

  /** Reads that may wait for the loop. */
  private static final int READS_AHEAD = 2;

  /** Bytes that may wait for the stream, as for a socket. */
  private static final int WRITES_AHEAD = 256 * 1024;

  private final InputStream in;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Semaphore readAhead = new Semaphore(READS_AHEAD);
  private final LoopArrays arrays = new LoopArrays();
  private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private final StreamWriter writer;
  private final ConnectionDriver driver;
  private final Thread loop;
  private int unwritten;
  private boolean reading = true;
  private int withheld;
  private @Nullable Runnable withheldEnd;
  private volatile boolean over;
  private boolean closing;

  private SshStreams(
      InputStream in, OutputStream out, Function<Carrier, ConnectionDriver> factory) {
    this.in = in;
    this.loop = Thread.currentThread();
    this.driver = factory.apply(this);
    this.writer = new StreamWriter(out, (count, e) -> tasks.add(() -> written(count, e)));
  }

  /**
   * Runs a connection on the calling thread until it is over. Two daemon threads read {@code in}
   * and write {@code out}; one that still waits for its stream then ends with the stream.
   */
  public static void run(
      InputStream in, OutputStream out, Function<Carrier, ConnectionDriver> factory) {
    new SshStreams(in, out, factory).run();
  }

  private void run() {
    Thread.ofPlatform().daemon().name("ssh-stream-reader").start(this::read);
    run(driver::start);
    String problem = "closed";
    try {
      while (!closing) {
        pump();
        next();
      }
      pump();
      writer.end();
      writer.join();
    } catch (InterruptedException e) {
      writer.end();
      Thread.currentThread().interrupt();
      problem = "interrupted";
    }
    over = true;
    readAhead.release();
    driver.carrierClosed(problem);
    drain();
  }

  /** Runs what was posted before the end, so that nobody waits for it forever. */
  private void drain() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      run(task);
    }
  }

  private void next() throws InterruptedException {
    long deadline = driver.deadline();
    Runnable task =
        deadline == Long.MAX_VALUE
            ? tasks.take()
            : tasks.poll(Math.max(0, deadline - nanoTime()), TimeUnit.NANOSECONDS);
    while (task != null) {
      run(task);
      task = tasks.poll();
    }
    // a peer that never stops to send does not stop the clock
    if (deadline != Long.MAX_VALUE && deadline - nanoTime() <= 0) {
      run(driver::tick);
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | AssertionError e) {
      driver.failed(new IllegalStateException(e));
    }
  }

  /** Asks for output only while the stream takes it. */
  private void pump() {
    ByteBuf buffer;
    while (unwritten < WRITES_AHEAD && (buffer = driver.nextOutput(allocator)) != null) {
      unwritten += buffer.readableBytes();
      writer.write(buffer);
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
        tasks.add(() -> received(buffer));
      } while (count >= 0 && !over);
    } catch (IOException e) {
      end = () -> driver.carrierClosed("connection lost: " + e.getMessage());
    } catch (InterruptedException _) {
      end = () -> driver.carrierClosed("interrupted");
    }
    Runnable last = end;
    tasks.add(() -> ended(last));
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
        tasks.add(() -> ended(end));
      }
    }
  }

  @Override
  public void outputReady() {}

  @Override
  public boolean execute(Runnable task) {
    if (over) {
      return false;
    }
    tasks.add(task);
    // the loop may have ended meanwhile, and not have seen it
    return !(over && tasks.remove(task));
  }

  @Override
  public void offLoop(Runnable task) {
    Thread.ofVirtual().name("ssh-work").start(task);
  }

  @Override
  public void deadlineChanged() {}

  @Override
  public void close() {
    closing = true;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == loop;
  }

  @Override
  public LoopArrays arrays() {
    return arrays;
  }
}
