package org.sshlite.protocol.forward;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One client of a socket that speaks SOCKS, until it has said where it wants to. Loop only. */
final class SocksServer extends ChannelInboundHandlerAdapter {
  /** A client sends its request at once. */
  private static final long SECONDS = 60;

  private final DuplexChannel socket;
  private final BiConsumer<SocksRequest, ByteBuf> onRequest;
  private final ByteBuf read;
  private final Future<?> lastResort;
  private boolean greeted;
  private boolean done;

  /**
   * @param onRequest told what is wanted, and what came behind it, which is then the receiver's;
   *     the socket does not read any more
   */
  SocksServer(DuplexChannel socket, BiConsumer<SocksRequest, ByteBuf> onRequest) {
    this.socket = socket;
    this.onRequest = onRequest;
    this.read = socket.alloc().buffer();
    this.lastResort = socket.eventLoop().schedule(() -> socket.close(), SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (!done) {
      read.writeBytes(data);
      steps();
    }
    data.release();
  }

  private void steps() {
    SocksRequest.Step step;
    do {
      step = SocksRequest.read(read, greeted);
      take(step);
    } while (step instanceof SocksRequest.Step.Answer);
    if (!done && read.readableBytes() > SocksRequest.MAXIMUM) {
      socket.close();
    }
  }

  private void take(SocksRequest.Step step) {
    switch (step) {
      case SocksRequest.Step.More() -> {}
      case SocksRequest.Step.Answer(var reply) -> {
        greeted = true;
        socket.writeAndFlush(SocksRequest.wrap(reply));
      }
      case SocksRequest.Step.Refusal(var reply, _) -> {
        done = true;
        socket.writeAndFlush(SocksRequest.wrap(reply)).addListener(ChannelFutureListener.CLOSE);
      }
      case SocksRequest.Step.Request(var request) -> {
        done = true;
        lastResort.cancel(false);
        socket.config().setAutoRead(false);
        ByteBuf behind = read.retain(); // leaving the pipeline releases it
        socket.pipeline().remove(this);
        onRequest.accept(request, behind);
      }
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    lastResort.cancel(false);
    read.release();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, @Nullable Object event) {
    socket.close(); // it ends before it has asked
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    socket.close();
  }
}
