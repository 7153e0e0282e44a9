package org.sshlite.tests.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sshlite.tests.transfer.Transfer.Way;

/**
 * Carries one connection to a server that is near as if it were far: each byte is under way for
 * half a round trip. The way takes any number of bytes a second, unless it is told how many.
 */
public final class DelayingProxy implements AutoCloseable {
  private final InetSocketAddress server;
  private final ServerSocketChannel listening;
  private final DelayLine up;
  private final DelayLine down;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  /**
   * @param capacity bytes under way in each direction at most: more than any window in use
   */
  public DelayingProxy(InetSocketAddress server, Duration roundTrip, int capacity) {
    this(server, roundTrip, capacity, Double.POSITIVE_INFINITY);
  }

  /**
   * A way that is slow as well.
   *
   * @param bytesPerSecond that go through it in each direction
   */
  public DelayingProxy(
      InetSocketAddress server, Duration roundTrip, int capacity, double bytesPerSecond) {
    this.server = server;
    this.up = new DelayLine(roundTrip.toNanos() / 2, capacity, bytesPerSecond);
    this.down = new DelayLine(roundTrip.toNanos() / 2, capacity, bytesPerSecond);
    try {
      listening = ServerSocketChannel.open();
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::serve);
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private Thread start(Work work) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    work.run();
                  } catch (IOException | InterruptedException _) {
                    // one side has hung up, or we are closed: whoever waits for bytes will see
                    return;
                  }
                });
    threads.add(thread);
    return thread;
  }

  public int port() {
    return address().getPort();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listening.socket().getLocalSocketAddress();
  }

  DelayLine line(Way way) {
    return way == Way.UPLOAD ? up : down;
  }

  /** Bytes that have come out of it so far. */
  public long delivered(Way way) {
    return line(way).delivered();
  }

  private void serve() throws IOException, InterruptedException {
    try (SocketChannel client = listening.accept();
        SocketChannel upstream = SocketChannel.open(server)) {
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      upstream.setOption(StandardSocketOptions.TCP_NODELAY, true);
      start(() -> up.fill(client));
      start(() -> down.fill(upstream));
      Thread toServer = start(() -> up.drain(upstream));
      Thread toClient = start(() -> down.drain(client));
      toServer.join();
      toClient.join();
    }
  }

  /** Hangs up on both sides. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
