package org.sshlite.protocol.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.nio.NioSelectableChannelIoHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EventLoopsTest {
  /** What Netty hands a connection's event to: memory fails it at the first one. */
  private static class Starved extends NioSelectableChannelIoHandle<Pipe.SourceChannel> {
    private final AtomicInteger events = new AtomicInteger();
    private final CountDownLatch served = new CountDownLatch(1);

    Starved(Pipe.SourceChannel source) {
      super(source);
    }

    @Override
    protected void handle(Pipe.SourceChannel source, SelectionKey key) {
      if (events.getAndIncrement() == 0) {
        throw new OutOfMemoryError("as the heap is full");
      }
      try {
        source.read(ByteBuffer.allocate(1));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      served.countDown();
    }

    @Override
    public void close() throws IOException {
      selectableChannel().close();
    }
  }

  @Test
  void a_loop_goes_on_where_there_was_no_memory_for_a_moment() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    try (EventLoops loops = new EventLoops("starved", 1)) {
      Starved starved = new Starved(pipe.source());
      IoEventLoop loop = (IoEventLoop) loops.group().next();
      IoRegistration registration = loop.register(starved).get(60, TimeUnit.SECONDS);
      registration.submit(NioIoOps.READ);
      pipe.sink().write(ByteBuffer.wrap(new byte[1]));
      assertThat(starved.served.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(loop.submit(() -> "goes on").get(60, TimeUnit.SECONDS)).isEqualTo("goes on");
      registration.cancel();
    }
    pipe.sink().close();
  }

  @Test
  void what_is_open_is_closed_also_where_there_is_none_for_a_moment_at_the_end() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    CountDownLatch closed = new CountDownLatch(1);
    try (EventLoops loops = new EventLoops("starved", 1)) {
      IoEventLoop loop = (IoEventLoop) loops.group().next();
      loop.register(
              new Starved(pipe.source()) {
                @Override
                protected void handle(Pipe.SourceChannel source, SelectionKey key) {
                  loop.shutdownGracefully();
                  super.handle(source, key);
                }

                @Override
                public void close() throws IOException {
                  super.close();
                  closed.countDown();
                }
              })
          .get(60, TimeUnit.SECONDS)
          .submit(NioIoOps.READ);
      pipe.sink().write(ByteBuffer.wrap(new byte[1]));
      assertThat(loop.terminationFuture().await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(closed.getCount()).isZero();
    pipe.sink().close();
  }
}
