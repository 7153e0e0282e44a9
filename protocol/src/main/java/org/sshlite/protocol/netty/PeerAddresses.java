package org.sshlite.protocol.netty;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

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
    // without Netty, which costs a client of another's connection a tenth of its start
    return address.getAddress() instanceof Inet4Address v4
        ? v4.getHostAddress()
        : NetUtil.toAddressString(address.getAddress());
  }
}
