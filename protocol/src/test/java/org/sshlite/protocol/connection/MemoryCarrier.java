package org.sshlite.protocol.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.LoopArrays;

/** One end of a {@link ConnectionPair}: everything runs on the test's thread, when it says so. */
final class MemoryCarrier implements Carrier {
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
  private final LoopArrays arrays = new LoopArrays();
  private final ByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final Thread loop = Thread.currentThread();
  private Connection connection;
  private MemoryCarrier peer;
  private UnaryOperator<byte[]> alter = bytes -> bytes;
  private long now = 1_000;
  private boolean reading = true;
  private boolean closed;
  private int chunk = Integer.MAX_VALUE;

  void join(Connection connection, MemoryCarrier peer) {
    this.connection = connection;
    this.peer = peer;
  }

  /** Changes what this end sends, a write at a time. */
  void alter(UnaryOperator<byte[]> change) {
    alter = change;
  }

  /** Delivers at most this many bytes at a time to this end. */
  void chunk(int bytes) {
    chunk = bytes;
  }

  void advance(long nanos) {
    now += nanos;
    connection.tick();
  }

  boolean isClosed() {
    return closed;
  }

  /** Bytes from outside any connection. */
  void arrive(byte[] bytes) {
    arriving.add(bytes);
  }

  /** Does one thing; says whether there was one. */
  boolean step() {
    Runnable task = tasks.poll();
    if (task != null) {
      task.run();
      return true;
    }
    if (reading && !arriving.isEmpty()) {
      receive();
      return true;
    }
    ByteBuf out = connection.nextOutput(allocator);
    if (out != null) {
      byte[] bytes = new byte[out.readableBytes()];
      out.readBytes(bytes);
      out.release();
      peer.arriving.add(alter.apply(bytes));
      return true;
    }
    return false;
  }

  private void receive() {
    byte[] bytes = arriving.remove();
    if (closed) {
      return;
    }
    int count = Math.min(chunk, bytes.length);
    if (count < bytes.length) {
      arriving.addFirst(java.util.Arrays.copyOfRange(bytes, count, bytes.length));
    }
    connection.received(Unpooled.wrappedBuffer(bytes, 0, count));
  }

  @Override
  public void outputReady() {}

  @Override
  public boolean execute(Runnable task) {
    return tasks.add(task);
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
  public void deadlineChanged() {}

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public long nanoTime() {
    return now;
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
