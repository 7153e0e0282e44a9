package org.sshlite.protocol.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

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
  private final List<ChannelPromise> promises = new ArrayList<>();

  X11Setup(X11Cookies cookies) {
    this.cookies = cookies;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ByteBuf data = (ByteBuf) message;
    setup.writeBytes(data);
    data.release();
    promises.add(promise);
    if (setup.readableBytes() < HEAD) {
      return;
    }
    boolean big = setup.getByte(0) == 'B';
    if (!big && setup.getByte(0) != 'l') {
      refuse(context, "bad byte order byte");
      return;
    }
    int name = length(big, 6);
    int cookie = length(big, 8);
    int end = HEAD + padded(name) + padded(cookie);
    if (end > MAXIMUM_SETUP) {
      refuse(context, "its setup is too long");
    } else if (setup.readableBytes() >= end) {
      decide(context, name, cookie);
    }
  }

  private int length(boolean big, int at) {
    return big ? setup.getUnsignedShort(at) : setup.getUnsignedShortLE(at);
  }

  private static int padded(int length) {
    return (length + 3) / 4 * 4;
  }

  private void decide(ChannelHandlerContext context, int name, int cookie) {
    byte[] shown = new byte[cookie];
    setup.getBytes(HEAD + padded(name), shown);
    boolean right =
        setup.toString(HEAD, name, StandardCharsets.US_ASCII).equals(cookies.protocol())
            && MessageDigest.isEqual(shown, cookies.fake());
    if (!right) {
      refuse(context, "wrong authentication");
      return;
    }
    setup.setBytes(HEAD + padded(name), cookies.real());
    List<ChannelPromise> waiting = List.copyOf(promises);
    context.pipeline().remove(this);
    context
        .writeAndFlush(setup)
        .addListener(
            written ->
                waiting.forEach(
                    promise -> {
                      if (written.isSuccess()) {
                        promise.setSuccess();
                      } else {
                        promise.setFailure(written.cause());
                      }
                    }));
  }

  private void refuse(ChannelHandlerContext context, String reason) {
    LOG.log(Level.INFO, "X11 connection rejected because of " + reason + ".");
    promises.forEach(promise -> promise.setFailure(new java.io.IOException(reason)));
    promises.clear();
    context.close();
  }
}
