package org.sshlite.protocol.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.LoopArrays;

/** One end's bytes go to the other's: on one thread, and by a clock that is set by hand. */
final class LoopbackCarrier implements Carrier {
  private static final LoopArrays ARRAYS = new LoopArrays();
  private static final ByteBufAllocator ALLOCATOR = new PooledByteBufAllocator(false);

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
  private Consumer<ByteBuf> receives = _ -> {};
  private Function<ByteBufAllocator, @Nullable ByteBuf> sends = _ -> null;
  private @Nullable LoopbackCarrier other;
  private boolean reading = true;
  private long now = 1_000;

  /** What is carried. */
  void carry(Consumer<ByteBuf> received, Function<ByteBufAllocator, @Nullable ByteBuf> output) {
    receives = received;
    sends = output;
  }

  /** To whom. */
  static void join(LoopbackCarrier one, LoopbackCarrier other) {
    one.other = other;
    other.other = one;
  }

  void pass(long nanos) {
    now += nanos;
  }

  /** Does one thing; says whether there was one. */
  boolean step() {
    Runnable task = tasks.poll();
    if (task != null) {
      task.run();
      return true;
    }
    if (reading && !arriving.isEmpty()) {
      receives.accept(Unpooled.wrappedBuffer(arriving.remove()));
      return true;
    }
    ByteBuf out = sends.apply(ALLOCATOR);
    if (out == null) {
      return false;
    }
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    out.release();
    other.arriving.add(bytes);
    return true;
  }

  @Override
  public boolean execute(Runnable task) {
    return tasks.add(task);
  }

  @Override
  public Executor loop() {
    return tasks::add;
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
  public void outputReady() {}

  @Override
  public void deadlineChanged() {}

  @Override
  public void close() {
    arriving.clear();
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public LoopArrays arrays() {
    return ARRAYS;
  }
}
