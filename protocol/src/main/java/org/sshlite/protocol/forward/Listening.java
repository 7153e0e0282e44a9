package org.sshlite.protocol.forward;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Sockets that listen on this side for one forward. Any thread. */
public final class Listening implements AutoCloseable {
  private final List<? extends Channel> sockets;
  private final int port;
  private final Runnable onClosed;

  /**
   * @param port that all of them listen at; 0 for a unix socket
   */
  Listening(List<? extends Channel> sockets, int port, Runnable onClosed) {
    this.sockets = List.copyOf(sockets);
    this.port = port;
    this.onClosed = onClosed;
  }

  /** The port listened at, the one that was found for port 0; 0 for a unix socket. */
  public int port() {
    return port;
  }

  /** Where each of its sockets listens, with the port that was found; empty for a unix socket. */
  public List<InetSocketAddress> addresses() {
    return sockets.stream()
        .map(Channel::localAddress)
        .filter(InetSocketAddress.class::isInstance)
        .map(InetSocketAddress.class::cast)
        .toList();
  }

  /** Whether each of its sockets passes. */
  boolean all(Predicate<Channel> test) {
    return sockets.stream().allMatch(test);
  }

  void whenClosed(Runnable task) {
    sockets.getFirst().closeFuture().addListener(_ -> task.run());
  }

  /**
   * As {@link #close()}, without waiting.
   *
   * @param waiting for what may wait
   */
  void close(Executor waiting) {
    sockets.forEach(Channel::close);
    waiting.execute(onClosed);
  }

  /**
   * Takes no more connections; those that are open go on. Waits for the disk, and until the port is
   * free for others; on the loop it does not wait for that.
   */
  @Override
  public void close() {
    sockets.forEach(Channel::close);
    onClosed.run();
    EventLoop loop = sockets.getLast().eventLoop();
    if (!loop.inEventLoop()) {
      awaitRelease(loop);
    }
  }

  private void awaitRelease(EventLoop loop) {
    CountDownLatch free = new CountDownLatch(1);
    // Java gives a port back when its selector is asked next, which the loop does before what is
    // scheduled
    sockets
        .getLast()
        .closeFuture()
        .addListener(_ -> loop.schedule(free::countDown, 0, TimeUnit.NANOSECONDS));
    try {
      while (!free.await(1, TimeUnit.SECONDS) && !loop.isTerminated()) {
        // a loop that has ended closes all, and tells nobody
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
