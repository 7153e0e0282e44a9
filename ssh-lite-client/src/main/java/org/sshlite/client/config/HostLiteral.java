package org.sshlite.client.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import org.sshlite.protocol.netty.PeerAddresses;

/** A host that is given as an address: {@code 127.1}, {@code 0:0::1}, {@code fe80::1%eth0}. */
final class HostLiteral {
  private HostLiteral() {}

  /** The address in its usual form; empty for a name, and for a zone that is not here. */
  static Optional<String> canonical(String host) {
    try {
      return host.indexOf(':') < 0
          ? Optional.of(text(Inet4Address.ofPosixLiteral(host)))
          : canonicalOfIpv6(host);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> canonicalOfIpv6(String host) {
    int percent = host.indexOf('%');
    String address = percent < 0 ? host : host.substring(0, percent);
    // one that maps IPv4 is IPv4 to the JDK, and known by its long name to ssh
    InetAddress literal = InetAddress.ofLiteral(address);
    String canonical = literal instanceof Inet6Address ? text(literal) : address;
    return percent < 0
        ? Optional.of(canonical)
        : zone(host.substring(percent + 1)).map(zone -> canonical + "%" + zone);
  }

  private static String text(InetAddress address) {
    return PeerAddresses.text(new InetSocketAddress(address, 0));
  }

  /** RFC 4007 §11: a name or a number of an interface; its name. */
  private static Optional<String> zone(String text) {
    try {
      boolean number = !text.isEmpty() && text.length() < 10 && text.matches("[0-9]+");
      return Optional.ofNullable(
              number
                  ? NetworkInterface.getByIndex(Integer.parseInt(text))
                  : NetworkInterface.getByName(text))
          .map(NetworkInterface::getName);
    } catch (SocketException _) {
      return Optional.empty();
    }
  }
}
