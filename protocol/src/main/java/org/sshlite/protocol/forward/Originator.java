package org.sshlite.protocol.forward;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.sshlite.protocol.message.NumericAddress;

/**
 * Who has connected to a socket that is listened at, RFC 4254 §7.2.
 *
 * @param connectedPort the port here; 0 for a unix socket
 */
public record Originator(String address, int port, int connectedPort) {
  /** As ssh tells it where there is no address. */
  private static final String NO_ADDRESS = "127.0.0.1";

  private static final int NO_PORT = 65535;

  static Originator of(Channel socket) {
    int here = socket.localAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
    return socket.remoteAddress() instanceof InetSocketAddress address
        ? new Originator(
            NumericAddress.text(address.getAddress().getAddress()), address.getPort(), here)
        : new Originator(NO_ADDRESS, NO_PORT, here);
  }
}
