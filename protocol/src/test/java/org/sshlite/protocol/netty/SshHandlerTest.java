package org.sshlite.protocol.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;

/** A socket's end where there is no memory for it. */
class SshHandlerTest {
  private final AtomicBoolean starved = new AtomicBoolean();

  private EventLoopGroup loops() {
    return new MultiThreadIoEventLoopGroup(
        1, new DefaultThreadFactory("starved", true), NioIoHandler.newFactory()) {
      @Override
      protected IoEventLoop newChild(
          Executor executor, IoHandlerFactory handlers, Object... arguments) {
        return new SingleThreadIoEventLoop(this, executor, handlers) {
          @Override
          public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            check();
            return super.schedule(task, delay, unit);
          }

          @Override
          public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
            check();
            return super.schedule(task, delay, unit);
          }
        };
      }
    };
  }

  private void check() {
    if (starved.get()) {
      throw new OutOfMemoryError("thrown by a test");
    }
  }

  @Test
  void without_a_limit_of_time_for_its_peer_it_is_closed_at_once() throws Exception {
    PlainClient application = new PlainClient();
    CompletableFuture<Connection> connection = new CompletableFuture<>();
    EventLoopGroup loops = loops();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Channel channel =
          new Bootstrap()
              .group(loops)
              .channel(NioSocketChannel.class)
              .handler(new SshHandler(carrier -> application.driver(carrier, connection)))
              .connect(server.getLocalSocketAddress())
              .sync()
              .channel();
      try (Socket silent = server.accept()) {
        assertThat(silent.getInputStream().read()).isEqualTo('S'); // it has begun
        starved.set(true);
        connection.join().disconnect("bye");
        assertThat(channel.closeFuture().await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(application.ended.get(60, TimeUnit.SECONDS)).isEqualTo(new Ending.Closed());
        assertThat(silent.isClosed()).isFalse();
      }
    } finally {
      starved.set(false);
      loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }
  }
}
