package org.sshlite.protocol.forward;

import java.nio.file.Path;

/** Where a channel's data goes to on this side, RFC 4254 §7.2. */
public sealed interface Target {
  /**
   * @param host a name, which is looked up here, or an address
   */
  record Tcp(String host, int port) implements Target {
    @Override
    public String toString() {
      return host + " port " + port;
    }
  }

  /** A unix socket. */
  record Unix(Path path) implements Target {
    @Override
    public String toString() {
      return path.toString();
    }
  }
}
