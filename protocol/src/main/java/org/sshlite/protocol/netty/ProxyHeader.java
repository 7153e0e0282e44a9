package org.sshlite.protocol.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.Printable;

/**
 * Waits for the header of one proxied connection; nothing is sent before it is there. Event loop
 * only.
 */
final class ProxyHeader extends SimpleChannelInboundHandler<HAProxyMessage> {
  /**
   * Bytes of a version 2 header behind its addresses (TLVs): what certificates and names of hosts
   * that proxies put there come to. Version 1 has 107 bytes in all.
   */
  private static final int MAXIMUM_TLVS = 4 * 1024;

  private final PeerAddresses proxy;
  private final Consumer<PeerAddresses> come;
  private final Consumer<String> refused;
  private @Nullable Future<?> timer;
  private boolean over;

  private ProxyHeader(PeerAddresses proxy, Consumer<PeerAddresses> come, Consumer<String> refused) {
    this.proxy = proxy;
    this.come = come;
    this.refused = refused;
  }

  /**
   * Has {@code channel} begin with a header.
   *
   * @param milliseconds that it may take
   * @param come told of the ends that the connection has in truth; once
   * @param refused told why it is closed instead; {@code come} or this
   */
  static void await(
      Channel channel,
      PeerAddresses proxy,
      long milliseconds,
      Consumer<PeerAddresses> come,
      Consumer<String> refused) {
    ProxyHeader header = new ProxyHeader(proxy, come, refused);
    header.timer =
        channel
            .eventLoop()
            .schedule(
                () -> header.refuse(channel, "no header in time"),
                milliseconds,
                TimeUnit.MILLISECONDS);
    channel.pipeline().addLast(new HAProxyMessageDecoder(MAXIMUM_TLVS), header);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage header) {
    PeerAddresses peer;
    try {
      peer = ends(header);
    } catch (IllegalArgumentException e) {
      refuse(ctx.channel(), problem(e));
      return;
    }
    if (end()) {
      // who comes next in the pipeline gets what follows the header
      come.accept(peer);
      ctx.pipeline().remove(this);
    }
  }

  /** A connection of the proxy's own has its own ends, and so has one whose ends it cannot say. */
  private PeerAddresses ends(HAProxyMessage header) {
    if (header.command() == HAProxyCommand.LOCAL) {
      return proxy;
    }
    return switch (header.proxiedProtocol()) {
      case TCP4, TCP6 ->
          new PeerAddresses(
              address(header.sourceAddress(), header.sourcePort()),
              address(header.destinationAddress(), header.destinationPort()));
      case UNKNOWN, UNIX_STREAM -> proxy;
      default -> throw new IllegalArgumentException("not of a stream");
    };
  }

  private static InetSocketAddress address(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    refuse(ctx.channel(), problem(cause));
  }

  private static String problem(Throwable e) {
    Throwable cause = e instanceof DecoderException && e.getCause() != null ? e.getCause() : e;
    return Printable.line(String.valueOf(cause.getMessage()));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    refuse(ctx.channel(), "closed before its header");
  }

  private void refuse(Channel channel, String problem) {
    if (end()) {
      channel.close();
      refused.accept(problem);
    }
  }

  private boolean end() {
    boolean first = !over;
    over = true;
    if (timer != null) {
      timer.cancel(false);
    }
    return first;
  }
}
