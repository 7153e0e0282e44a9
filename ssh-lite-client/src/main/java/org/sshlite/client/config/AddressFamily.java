package org.sshlite.client.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.Optional;

/** AddressFamily of ssh_config(5). */
public enum AddressFamily {
  ANY,
  INET,
  INET6;

  /** Empty for both. */
  public Optional<ProtocolFamily> protocol() {
    return switch (this) {
      case ANY -> Optional.empty();
      case INET -> Optional.of(StandardProtocolFamily.INET);
      case INET6 -> Optional.of(StandardProtocolFamily.INET6);
    };
  }

  public boolean includes(InetAddress address) {
    return switch (this) {
      case ANY -> true;
      case INET -> address instanceof Inet4Address;
      case INET6 -> !(address instanceof Inet4Address);
    };
  }
}
