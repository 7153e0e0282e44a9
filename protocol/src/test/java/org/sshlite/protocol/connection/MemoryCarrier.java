package org.sshlite.protocol.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.LoopArrays;

/** One end of a {@link ConnectionPair}: everything runs on the test's thread, when it says so. */
final class MemoryCarrier implements Carrier {
  /** A thread is the loop of all that it carries. */
  private static final ThreadLocal<LoopArrays> ARRAYS = ThreadLocal.withInitial(LoopArrays::new);

  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
  private final LoopArrays arrays = ARRAYS.get();
  private final ByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final Thread loop = Thread.currentThread();
  private ConnectionDriver driver;
  private Consumer<byte[]> wire;
  private UnaryOperator<byte[]> alter = bytes -> bytes;
  private long now = 1_000;
  private boolean reading = true;
  private boolean writable = true;
  private final ArrayDeque<Runnable> heldWork = new ArrayDeque<>();
  private boolean holdsWork;
  private boolean closed;
  private int chunk = Integer.MAX_VALUE;
  private long sent;
  private Runnable onOutput = () -> {};
  private final List<Integer> serviceClasses = new ArrayList<>();

  void join(ConnectionDriver driver, MemoryCarrier peer) {
    join(driver, peer::arrive);
  }

  /**
   * @param wire takes what this end sends
   */
  void join(ConnectionDriver driver, Consumer<byte[]> wire) {
    this.driver = driver;
    this.wire = wire;
  }

  /** Changes what this end sends, a write at a time. */
  void alter(UnaryOperator<byte[]> change) {
    alter = change;
  }

  /** Delivers at most this many bytes at a time to this end. */
  void chunk(int bytes) {
    chunk = bytes;
  }

  /** Whether the wire takes what this end sends. */
  void writable(boolean on) {
    writable = on;
  }

  /** Whether what may wait is held back: a person thinks. */
  void holdWork(boolean on) {
    holdsWork = on;
    if (!on) {
      tasks.addAll(heldWork);
      heldWork.clear();
    }
  }

  void advance(long nanos) {
    now += nanos;
    driver.tick();
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether this end wants more from its peer. */
  boolean isReading() {
    return reading;
  }

  /** Bytes that this end has sent. */
  long sent() {
    return sent;
  }

  /** Bytes for this end. */
  void arrive(byte[] bytes) {
    arriving.add(bytes);
  }

  /** The peer hangs up. */
  void hangUp() {
    driver.carrierClosed();
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
    return writable && write();
  }

  private void receive() {
    byte[] bytes = arriving.remove();
    if (closed) {
      return;
    }
    int count = Math.min(chunk, bytes.length);
    if (count < bytes.length) {
      arriving.addFirst(Arrays.copyOfRange(bytes, count, bytes.length));
    }
    driver.received(Unpooled.wrappedBuffer(bytes, 0, count));
  }

  private boolean write() {
    ByteBuf out = driver.nextOutput(allocator);
    if (out == null) {
      return false;
    }
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    out.release();
    sent += bytes.length;
    wire.accept(alter.apply(bytes));
    return true;
  }

  /** Called when there is output. */
  void onOutput(Runnable task) {
    onOutput = task;
  }

  @Override
  public void outputReady() {
    onOutput.run();
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
    (holdsWork ? heldWork : tasks).add(task);
  }

  @Override
  public void reading(boolean on) {
    reading = on;
  }

  @Override
  public void serviceClass(int field) {
    serviceClasses.add(field);
  }

  /** How this end wanted to be treated on the way, since it was asked last. */
  List<Integer> serviceClasses() {
    List<Integer> since = List.copyOf(serviceClasses);
    serviceClasses.clear();
    return since;
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
