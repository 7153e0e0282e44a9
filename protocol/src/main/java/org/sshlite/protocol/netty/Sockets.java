package org.sshlite.protocol.netty;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;

/** What every socket is set to. */
final class Sockets {
  /**
   * One read takes at most this: some packets, so that other connections of the loop get their
   * turn.
   */
  private static final int MAXIMUM_READ = 256 * 1024;

  /** And asks for this much: with less, a packet that follows a small one takes two. */
  private static final int LEAST_READ = 16 * 1024;

  /** Below the low mark the pump goes on: enough to keep the socket busy, little to wait behind. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(128 * 1024, 256 * 1024);

  private Sockets() {}

  /**
   * @param keepAlive whether the system looks whether the peer is still there
   */
  static void configure(Channel channel, boolean keepAlive) {
    channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, keepAlive);
    channel
        .config()
        .setRecvByteBufAllocator(
            new AdaptiveRecvByteBufAllocator(LEAST_READ, LEAST_READ, MAXIMUM_READ));
    channel.config().setWriteBufferWaterMark(WATER_MARK);
  }
}
