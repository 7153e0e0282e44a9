package org.sshlite.sshd.session;

import java.net.InetSocketAddress;
import org.sshlite.protocol.netty.PeerAddresses;

/**
 * The two ends of a connection as text.
 *
 * @param host the peer's name, or its address when names are not looked up
 */
public record ConnectionEnds(
    String host, String remote, int remotePort, String local, int localPort) {
  /** Without looking names up. */
  public static ConnectionEnds of(PeerAddresses peer) {
    String remote = text(peer.remote());
    return new ConnectionEnds(
        remote, remote, peer.remote().getPort(), text(peer.local()), peer.local().getPort());
  }

  /** Without the zone of a link-local address, which is no part of it for patterns. */
  private static String text(InetSocketAddress address) {
    return address.isUnresolved()
        ? address.getHostString()
        : address.getAddress().getHostAddress().replaceFirst("%.*", "");
  }
}
