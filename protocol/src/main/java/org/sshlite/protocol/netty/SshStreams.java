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
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.LoopArrays;

/**
 * Carries one connection over a pair of streams instead of a socket: a server started by inetd, a
 * client through a proxy command. The thread that calls {@link #run} is the loop; writing blocks
 * it, which is the back-pressure.
 */
public final class SshStreams implements Carrier {
  private static final int READ = 64 * 1024;

  /** Reads that may wait for the loop. */
  private static final int READS_AHEAD = 2;

  private final InputStream in;
  private final OutputStream out;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Semaphore readAhead = new Semaphore(READS_AHEAD);
  private final LoopArrays arrays = new LoopArrays();
  private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private final Connection connection;
  private final Thread loop;
  private boolean reading = true;
  private int withheld;
  private volatile boolean over;
  private boolean closing;

  private SshStreams(InputStream in, OutputStream out, Function<Carrier, Connection> factory) {
    this.in = in;
    this.out = out;
    this.loop = Thread.currentThread();
    this.connection = factory.apply(this);
  }

  /**
   * Runs a connection on the calling thread until it is over. A daemon thread reads {@code in}; it
   * ends with the stream.
   */
  public static void run(InputStream in, OutputStream out, Function<Carrier, Connection> factory) {
    new SshStreams(in, out, factory).run();
  }

  private void run() {
    Thread.ofPlatform().daemon().name("ssh-stream-reader").start(this::read);
    connection.start();
    String problem = "closed";
    try {
      while (!closing) {
        pump();
        if (!closing) {
          next();
        }
      }
      pump();
    } catch (IOException e) {
      problem = "connection lost: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem = "interrupted";
    }
    over = true;
    connection.carrierClosed(problem);
    drain();
  }

  /** Runs what was posted before the end, so that nobody waits for it forever. */
  private void drain() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      task.run();
    }
  }

  private void next() throws InterruptedException {
    long deadline = connection.deadline();
    Runnable task =
        deadline == Long.MAX_VALUE
            ? tasks.take()
            : tasks.poll(Math.max(0, deadline - nanoTime()), TimeUnit.NANOSECONDS);
    if (task == null) {
      connection.tick();
    }
    while (task != null) {
      task.run();
      task = tasks.poll();
    }
  }

  private void pump() throws IOException {
    ByteBuf buffer;
    boolean written = false;
    while ((buffer = connection.nextOutput(allocator)) != null) {
      try {
        buffer.readBytes(out, buffer.readableBytes());
        written = true;
      } finally {
        buffer.release();
      }
    }
    if (written) {
      out.flush();
    }
  }

  private void read() {
    Runnable end = connection::carrierClosed;
    try {
      int count;
      do {
        readAhead.acquire();
        ByteBuf buffer = allocator.heapBuffer(READ);
        count = buffer.writeBytes(in, READ);
        tasks.add(() -> received(buffer));
      } while (count >= 0);
    } catch (IOException e) {
      end = () -> connection.carrierClosed("connection lost: " + e.getMessage());
    } catch (InterruptedException _) {
      end = () -> connection.carrierClosed("interrupted");
    }
    tasks.add(end);
    tasks.add(() -> closing = true);
  }

  private void received(ByteBuf buffer) {
    connection.received(buffer);
    buffer.release();
    if (reading) {
      readAhead.release();
    } else {
      withheld++;
    }
  }

  @Override
  public void reading(boolean on) {
    reading = on;
    if (on) {
      readAhead.release(withheld);
      withheld = 0;
    }
  }

  @Override
  public void outputReady() {}

  @Override
  public boolean execute(Runnable task) {
    return !over && tasks.add(task);
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
