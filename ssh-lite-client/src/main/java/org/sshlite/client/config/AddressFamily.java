package org.sshlite.client.config;

import java.net.Inet4Address;
import java.net.InetAddress;

/** AddressFamily of ssh_config(5). */
public enum AddressFamily {
  ANY,
  INET,
  INET6;

  public boolean includes(InetAddress address) {
    return switch (this) {
      case ANY -> true;
      case INET -> address instanceof Inet4Address;
      case INET6 -> !(address instanceof Inet4Address);
    };
  }
}
