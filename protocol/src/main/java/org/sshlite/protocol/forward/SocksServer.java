package org.sshlite.protocol.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A socket whose client speaks SOCKS, until it has said where it wants to. Loop only. */
final class SocksServer extends ChannelInboundHandlerAdapter implements SocksDialogue.Server {
  /** A client sends its request at once. */
  private static final long SECONDS = 60;

  private final DuplexChannel socket;
  private final BiConsumer<SocksRequest, ByteBuf> onRequest;
  private final SocksDialogue dialogue = new SocksDialogue(this);
  private final Future<?> lastResort;

  /**
   * @param onRequest told what is wanted, and what came behind it, which is then the receiver's;
   *     the socket does not read any more
   */
  SocksServer(DuplexChannel socket, BiConsumer<SocksRequest, ByteBuf> onRequest) {
    this.socket = socket;
    this.onRequest = onRequest;
    this.lastResort = socket.eventLoop().schedule(() -> socket.close(), SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf data = (ByteBuf) message;
    try {
      dialogue.heard(data);
    } finally {
      data.release();
    }
  }

  @Override
  public void answer(byte[] reply) {
    socket.writeAndFlush(Unpooled.wrappedBuffer(reply));
  }

  @Override
  public void refuse(byte[] reply) {
    socket.config().setAutoRead(false); // nobody is there for what else it sends
    socket.writeAndFlush(Unpooled.wrappedBuffer(reply)).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void request(SocksRequest request) {
    socket.config().setAutoRead(false);
    socket.pipeline().remove(this);
    onRequest.accept(request, dialogue.behind());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    lastResort.cancel(false);
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
