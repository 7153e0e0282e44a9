package org.sshlite.sshd.session;

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
    String remote = PeerAddresses.text(peer.remote());
    return new ConnectionEnds(
        remote,
        remote,
        peer.remote().getPort(),
        PeerAddresses.text(peer.local()),
        peer.local().getPort());
  }

  /** With a name of the peer's. */
  public ConnectionEnds named(String name) {
    return new ConnectionEnds(name, remote, remotePort, local, localPort);
  }

  /** As SSH_CONNECTION has it. */
  public String text() {
    return remote + " " + remotePort + " " + local + " " + localPort;
  }

  /** As lines of the log have it. */
  public String from() {
    return " from " + remote() + " port " + remotePort();
  }
}
