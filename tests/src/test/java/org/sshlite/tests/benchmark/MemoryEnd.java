package org.sshlite.tests.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.LoopArrays;

/**
 * One end of a connection without a socket: all that it does, questions too, happens on the thread
 * that calls {@link #step}.
 */
final class MemoryEnd implements Carrier {
  private final Thread loop = Thread.currentThread();
  private final ByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Queue<ByteBuf> arrived = new ArrayDeque<>();
  private final LoopArrays arrays = new LoopArrays();
  private boolean reading = true;
  private long now;

  /**
   * Does the next thing there is to do.
   *
   * @return whether there was one
   */
  boolean step(ConnectionDriver connection, MemoryEnd peer) {
    Runnable task = tasks.poll();
    if (task != null) {
      task.run();
      return true;
    }
    if (reading && !arrived.isEmpty()) {
      connection.received(arrived.remove());
      return true;
    }
    ByteBuf out = connection.nextOutput(allocator);
    if (out != null) {
      peer.arrived.add(out);
    }
    return out != null;
  }

  @Override
  public boolean execute(Runnable task) {
    return tasks.add(task);
  }

  @Override
  public Executor loop() {
    return this::execute;
  }

  @Override
  public void offLoop(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void reading(boolean on) {
    reading = on;
  }

  @Override
  public void outputReady() {
    // asked at every step
  }

  @Override
  public void deadlineChanged() {
    // time does not count here
  }

  @Override
  public void close() {
    throw new IllegalStateException("a connection has ended");
  }

  @Override
  public long nanoTime() {
    return now += 100_000_000; // passes: a server makes new keys only so often for who asks
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
