package org.sshlite.protocol.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SocksServerTest {
  /** A socket whose clock the test turns. */
  private static final class Socket extends EmbeddedChannel implements DuplexChannel {
    Socket() {
      freezeTime();
    }

    void after(long milliseconds) {
      advanceTimeBy(milliseconds, TimeUnit.MILLISECONDS);
      runScheduledPendingTasks();
    }

    @Override
    public boolean isInputShutdown() {
      return false;
    }

    @Override
    public ChannelFuture shutdownInput() {
      return newSucceededFuture();
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
      return promise.setSuccess();
    }

    @Override
    public boolean isOutputShutdown() {
      return false;
    }

    @Override
    public ChannelFuture shutdownOutput() {
      return newSucceededFuture();
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
      return promise.setSuccess();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public ChannelFuture shutdown() {
      return newSucceededFuture();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
      return promise.setSuccess();
    }
  }

  private final Socket socket = new Socket();
  private final List<SocksRequest> requests = new ArrayList<>();

  private void serve() {
    socket
        .pipeline()
        .addLast(
            new SocksServer(
                socket,
                (request, behind) -> {
                  requests.add(request);
                  behind.release();
                }));
  }

  @Test
  void a_client_has_60_seconds_to_say_where_it_wants_to_and_not_one_more() {
    serve();
    socket.writeInbound(Unpooled.wrappedBuffer(new byte[] {5, 1}));
    socket.after(59_999);
    assertThat(socket.isOpen()).isTrue();
    socket.after(1);
    assertThat(socket.isOpen()).isFalse();
    assertThat(requests).isEmpty();
  }

  @Test
  void one_that_has_said_it_stays() {
    serve();
    socket.after(59_999);
    socket.writeInbound(Unpooled.wrappedBuffer(new byte[] {4, 1, 0, 22, 127, 0, 0, 1, 0}));
    assertThat(requests).hasSize(1);
    socket.after(3_600_000);
    assertThat(socket.isOpen()).isTrue();
    socket.close();
  }
}
