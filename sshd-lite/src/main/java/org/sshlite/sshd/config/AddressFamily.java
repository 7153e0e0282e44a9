package org.sshlite.sshd.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;

/** AddressFamily of sshd_config(5). */
public enum AddressFamily {
  ANY,
  INET,
  INET6;

  static final Map<String, AddressFamily> BY_NAME =
      Map.of("any", ANY, "inet", INET, "inet6", INET6);

  public boolean has(InetAddress address) {
    return this == ANY || (address instanceof Inet4Address) == (this == INET);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
