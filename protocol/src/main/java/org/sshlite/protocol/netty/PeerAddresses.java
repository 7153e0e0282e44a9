package org.sshlite.protocol.netty;

import java.net.InetSocketAddress;
import org.sshlite.protocol.message.NumericAddress;

/** The two ends of an accepted connection. */
public record PeerAddresses(InetSocketAddress remote, InetSocketAddress local) {
  /**
   * The address alone as OpenSSH writes it: that of IPv6 in its short form (RFC 5952), for which
   * patterns, logs and SSH_CONNECTION are made, and without the zone, which is no part of it.
   */
  public static String text(InetSocketAddress address) {
    if (address.isUnresolved()) {
      return address.getHostString();
    }
    return NumericAddress.text(address.getAddress().getAddress());
  }
}
