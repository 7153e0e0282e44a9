package org.sshlite.protocol.netty;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a client's socket is set to.
 *
 * @param local the address it is bound to; empty for the system to choose
 * @param keepAlive whether the system looks whether the peer is still there
 * @param serviceClass the IP header's field that holds the DSCP, RFC 2474, from its first packet
 *     on; empty for the system's
 */
public record SocketSettings(
    Optional<InetAddress> local, boolean keepAlive, OptionalInt serviceClass) {
  public static final SocketSettings DEFAULT =
      new SocketSettings(Optional.empty(), true, OptionalInt.empty());
}
