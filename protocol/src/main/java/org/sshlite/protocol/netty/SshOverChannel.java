package org.sshlite.protocol.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.ChannelEnd;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.connection.Lane;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.LoopArrays;

/**
 * Carries a connection over a channel of another one, RFC 4254 §7.2: through a jump host. Both live
 * on one loop, and nothing lies between them: what one sends is the other's channel data.
 */
final class SshOverChannel implements LoopCarrier, ChannelEnd {
  private final EventLoop loop;
  private final Function<Carrier, ConnectionDriver> factory;
  private final CompletableFuture<Connection> opened;
  private @Nullable ConnectionDriver driver;
  private @Nullable Deadline deadline;
  private @Nullable Side side;
  private @Nullable ByteBuf out;
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private boolean reading = true;
  private boolean ended;
  private boolean closing;
  private boolean over;

  private SshOverChannel(
      EventLoop loop,
      Function<Carrier, ConnectionDriver> factory,
      CompletableFuture<Connection> opened) {
    this.loop = loop;
    this.factory = factory;
    this.opened = opened;
  }

  /**
   * Opens a channel on {@code outer} and starts a connection over it.
   *
   * @param opened completes when the channel is open; exceptionally with the peer's refusal
   */
  static void open(
      Connection outer,
      ChannelType type,
      Function<Carrier, ConnectionDriver> factory,
      CompletableFuture<Connection> opened) {
    if (!(outer.loop() instanceof EventLoop loop)) {
      throw new IllegalArgumentException("the connection is on no event loop");
    }
    outer.open(type, () -> {}, new SshOverChannel(loop, factory, opened));
  }

  private ConnectionDriver driver() {
    if (driver == null) {
      throw new AssertionError("not open");
    }
    return driver;
  }

  // the channel's side

  @Override
  public void opened(Side side) {
    this.side = side;
    try {
      driver = factory.apply(this);
    } catch (RuntimeException | Error e) {
      offLoop(() -> opened.completeExceptionally(e));
      close();
      return;
    }
    ConnectionDriver made = driver;
    deadline = new Deadline(loop, made::deadline, () -> run(made::tick));
    run(made::start);
    offLoop(() -> opened.complete(made.connection()));
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      failed(e);
    }
    outputReady();
  }

  private void failed(Throwable cause) {
    try {
      driver().failed(new IllegalStateException(cause));
    } catch (RuntimeException | Error _) {
      close(); // not in order, but nobody else would
    }
  }

  @Override
  public boolean put(Lane lane, byte[] array, int offset, int length, LoopArrays arrays) {
    if (driver == null || lane != Lane.DATA) {
      consumed(length);
    } else if (reading && !held.isReadable()) {
      ByteBuf data = Unpooled.wrappedBuffer(array, offset, length);
      run(() -> driver().received(data));
      consumed(length);
    } else {
      if (!held.isReadable()) {
        held = Unpooled.buffer(length);
      }
      held.writeBytes(array, offset, length);
    }
    return false;
  }

  private void consumed(int count) {
    if (side != null) {
      side.consumed(count);
    }
  }

  @Override
  public long unread() {
    return held.readableBytes();
  }

  @Override
  public void end() {
    ended = true;
    release();
  }

  /** What was held goes on, and then the end. */
  private void release() {
    if (reading && held.isReadable()) {
      ByteBuf data = held;
      held = Unpooled.EMPTY_BUFFER;
      int length = data.readableBytes();
      run(() -> driver().received(data));
      consumed(length);
    }
    if (ended && !held.isReadable() && driver != null) {
      driver.carrierClosed();
      close();
    }
  }

  @Override
  public Output output(boolean eofSent) {
    if (out == null && driver != null) {
      out = driver.nextOutput(PooledByteBufAllocator.DEFAULT);
    }
    if (out != null) {
      return Output.DATA;
    }
    if (!closing) {
      return Output.NONE;
    }
    return eofSent ? Output.CLOSE : Output.EOF;
  }

  @Override
  public @Nullable Lane next(Lane preferred) {
    return out == null ? null : Lane.DATA;
  }

  @Override
  public int pull(Lane lane, byte[] target, int offset, int maximum) {
    int count = 0;
    while (out != null && count < maximum) {
      int part = Math.min(maximum - count, out.readableBytes());
      out.readBytes(target, offset + count, part);
      count += part;
      if (!out.isReadable()) {
        out.release();
        out = driver().nextOutput(PooledByteBufAllocator.DEFAULT);
      }
    }
    return count;
  }

  @Override
  public void endOfWriting() {
    end();
  }

  @Override
  public void abort() {
    close();
  }

  @Override
  public void over(IOException reason) {
    over = true;
    if (out != null) {
      out.release();
      out = null;
    }
    if (deadline != null) {
      deadline.cancel();
    }
    if (driver == null) {
      offLoop(() -> opened.completeExceptionally(reason));
    } else if (!ended) {
      driver.carrierClosed(reason);
    } else {
      driver.carrierClosed();
    }
  }

  // the connection's side

  @Override
  public void outputReady() {
    if (side != null && !over) {
      side.outputReady();
    }
  }

  @Override
  public boolean execute(Runnable task) {
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
  public void reading(boolean on) {
    reading = on;
    if (on) {
      loop.execute(this::release);
    }
  }

  @Override
  public void deadlineChanged() {
    if (deadline != null) {
      deadline.changed();
    }
  }

  @Override
  public void close() {
    closing = true;
    outputReady();
  }

  @Override
  public void whenReleased(Runnable task) {
    task.run();
  }
}
