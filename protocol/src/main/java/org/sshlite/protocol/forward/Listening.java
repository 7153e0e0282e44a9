package org.sshlite.protocol.forward;

import io.netty.channel.Channel;
import java.util.List;
import java.util.concurrent.Executor;

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

  /** Takes no more connections; those that are open go on. May wait for the disk. */
  @Override
  public void close() {
    sockets.forEach(Channel::close);
    onClosed.run();
  }
}
