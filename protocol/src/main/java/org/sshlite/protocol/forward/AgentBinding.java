package org.sshlite.protocol.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;

/**
 * A message that an agent gets and answers before it is joined to a channel: which host it is
 * forwarded to, session-bind@openssh.com of OpenSSH's PROTOCOL.agent. The answer is not looked at:
 * an agent that does not know the message refuses it, and serves all the same. Loop only.
 */
final class AgentBinding extends ChannelInboundHandlerAdapter {
  private static final int LENGTH = 4;

  /** Of an answer that is one byte. */
  private static final int MAXIMUM_ANSWER = 1024;

  private final DuplexChannel socket;
  private final Runnable then;
  private final Runnable onLost;
  private final ByteBuf answer = Unpooled.buffer(LENGTH + 1);

  /**
   * @param then called when the agent has answered; the socket does not read any more
   * @param onLost called when it has not, and will not
   */
  AgentBinding(DuplexChannel socket, Runnable then, Runnable onLost) {
    this.socket = socket;
    this.then = then;
    this.onLost = onLost;
  }

  /**
   * @param message with its length before it
   */
  void send(byte[] message) {
    socket.pipeline().addLast(this);
    socket.writeAndFlush(Unpooled.wrappedBuffer(message));
    socket.config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf data = (ByteBuf) message;
    answer.writeBytes(data);
    data.release();
    if (answer.readableBytes() < LENGTH) {
      return;
    }
    long length = answer.getUnsignedInt(0);
    if (length > MAXIMUM_ANSWER) {
      socket.close();
    } else if (answer.readableBytes() >= LENGTH + length) {
      socket.config().setAutoRead(false);
      context.pipeline().remove(this);
      then.run();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    onLost.run();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    socket.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    socket.close();
  }
}
