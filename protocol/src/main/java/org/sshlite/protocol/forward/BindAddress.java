package org.sshlite.protocol.forward;

/** Where a port is listened at, RFC 4254 §7.1. */
public sealed interface BindAddress {
  /** All addresses of this machine, of each family in use. */
  record Wildcard() implements BindAddress {}

  /** 127.0.0.1 and ::1, of each family in use. */
  record Loopback() implements BindAddress {}

  /**
   * @param name an address, or a name that is to be looked up
   */
  record Host(String name) implements BindAddress {}
}
