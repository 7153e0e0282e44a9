package org.sshlite.protocol.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.sshlite.crypto.wire.Printable;

/**
 * Tells why nobody can be let in: no open file is left, say. Netty's bootstrap, which comes next,
 * tries again after a second. Loop only.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = System.getLogger("transport");

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(Level.ERROR, "accept: " + Printable.line(String.valueOf(cause.getMessage())));
    context.fireExceptionCaught(cause);
  }
}
