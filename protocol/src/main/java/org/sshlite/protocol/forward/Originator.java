package org.sshlite.protocol.forward;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** Who has connected to a socket that is listened at, RFC 4254 §7.2. */
public record Originator(String address, int port) {
  /** As ssh tells it where there is no address. */
  private static final Originator LOCAL = new Originator("127.0.0.1", 65535);

  static Originator of(Channel socket) {
    return socket.remoteAddress() instanceof InetSocketAddress address
        ? new Originator(address.getAddress().getHostAddress(), address.getPort())
        : LOCAL;
  }
}
