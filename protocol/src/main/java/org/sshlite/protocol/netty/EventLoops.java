package org.sshlite.protocol.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/** The event loops of one server or client. Closing ends their threads. */
final class EventLoops implements AutoCloseable {
  private final EventLoopGroup group;

  /**
   * @param name of the threads
   * @param threads 0 for one for each processor
   */
  EventLoops(String name, int threads) {
    int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    group =
        new MultiThreadIoEventLoopGroup(
            count, new DefaultThreadFactory(name, true), NioIoHandler.newFactory()) {
          @Override
          protected IoEventLoop newChild(
              Executor executor, IoHandlerFactory handlers, Object... arguments) {
            return new Loop(this, executor, handlers);
          }
        };
  }

  /** Netty's ends where memory fails it, and its connections would wait for ever. */
  private static final class Loop extends SingleThreadIoEventLoop {
    /** So often it tries to close what is open, while it shuts down. */
    private static final int TRIES = 10;

    private int failures;

    Loop(IoEventLoopGroup group, Executor executor, IoHandlerFactory handlers) {
      super(group, executor, handlers);
    }

    @Override
    protected void run() {
      boolean over = false;
      while (!over) {
        over = runs();
      }
    }

    private boolean runs() {
      try {
        super.run();
        return true;
      } catch (OutOfMemoryError _) {
        return isShuttingDown() && ++failures >= TRIES; // somebody may have gone by the next turn
      }
    }
  }

  /** Begins their threads, each of which would be begun by the first connection that needs it. */
  void begin() throws NoThreadException {
    for (EventExecutor loop : group) {
      Threads.execute(loop, () -> {});
    }
  }

  EventLoopGroup group() {
    return group;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
