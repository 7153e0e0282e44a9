package org.sshlite.protocol.transport;

/** Which end of the connection this is. */
public enum Role {
  CLIENT,
  SERVER;

  public boolean isClient() {
    return this == CLIENT;
  }
}
