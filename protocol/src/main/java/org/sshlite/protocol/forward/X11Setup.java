package org.sshlite.protocol.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Looks at the first bytes of an X client on their way to the display: the connection setup of the
 * X protocol, where its cookie stands. The right fake is replaced by the real one; with any other
 * the display never hears of the client. Loop only.
 */
final class X11Setup extends ChannelOutboundHandlerAdapter {
  private static final Logger LOG = System.getLogger("forward");

  /** Byte order, unused, two versions, lengths of name and data, unused. */
  private static final int HEAD = 12;

  /** More than any name and cookie there is. */
  private static final int MAXIMUM_SETUP = 4096;

  private final X11Cookies cookies;
  private final ByteBuf setup = Unpooled.buffer(64);

  X11Setup(X11Cookies cookies) {
    this.cookies = cookies;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ByteBuf data = (ByteBuf) message;
    setup.writeBytes(data);
    data.release();
    if (setup.readableBytes() < HEAD) {
      promise.setSuccess(); // what comes in pieces waits here: who writes sends the next one then
      return;
    }
    boolean big = setup.getByte(0) == 'B';
    if (!big && setup.getByte(0) != 'l') {
      refuse(context, promise, "bad byte order byte");
      return;
    }
    int name = length(big, 6);
    int cookie = length(big, 8);
    int end = HEAD + padded(name) + padded(cookie);
    if (end > MAXIMUM_SETUP) {
      refuse(context, promise, "its setup is too long");
    } else if (setup.readableBytes() >= end) {
      decide(context, promise, name, cookie);
    } else {
      promise.setSuccess();
    }
  }

  private int length(boolean big, int at) {
    return big ? setup.getUnsignedShort(at) : setup.getUnsignedShortLE(at);
  }

  private static int padded(int length) {
    return (length + 3) / 4 * 4;
  }

  private void decide(ChannelHandlerContext context, ChannelPromise promise, int name, int cookie) {
    byte[] shown = new byte[cookie];
    setup.getBytes(HEAD + padded(name), shown);
    boolean right =
        setup.toString(HEAD, name, StandardCharsets.US_ASCII).equals(cookies.protocol())
            && MessageDigest.isEqual(shown, cookies.fake());
    if (!right) {
      refuse(context, promise, "wrong authentication");
      return;
    }
    setup.setBytes(HEAD + padded(name), cookies.real());
    context.pipeline().remove(this);
    context.writeAndFlush(setup, promise);
  }

  private void refuse(ChannelHandlerContext context, ChannelPromise promise, String reason) {
    LOG.log(Level.INFO, "X11 connection rejected because of " + reason + ".");
    promise.setFailure(new IOException(reason));
    context.close();
  }
}
