package org.sshlite.sshd.permit;

/** Where a port that a client asked for is really listened at, RFC 4254 §7.1. */
public sealed interface BindAddress {
  /** All addresses of this machine, of each family the server uses. */
  record Wildcard() implements BindAddress {}

  /** 127.0.0.1 and ::1, of each family the server uses. */
  record Loopback() implements BindAddress {}

  /**
   * @param name an address, or a name that is to be looked up
   */
  record Host(String name) implements BindAddress {}
}
