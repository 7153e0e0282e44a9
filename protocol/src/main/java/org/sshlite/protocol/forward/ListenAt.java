package org.sshlite.protocol.forward;

import java.net.ProtocolFamily;
import java.nio.file.Path;
import java.util.Optional;

/** Where connections are taken on this side, RFC 4254 §7.1. */
public sealed interface ListenAt {
  /**
   * For programs of this machine alone.
   *
   * @param port 0 for a free one
   */
  static Tcp loopback(int port) {
    return new Tcp(new BindAddress.Loopback(), Optional.empty(), port, false);
  }

  /**
   * @param family of the sockets, empty for each there is; where it has no such address, listening
   *     fails
   * @param port 0 for a free one, the same in each family
   * @param exclusive whether nobody else may listen at the port in another family
   */
  record Tcp(BindAddress address, Optional<ProtocolFamily> family, int port, boolean exclusive)
      implements ListenAt {}

  /**
   * A unix socket.
   *
   * @param umask the permissions that it does not get
   * @param unlink whether a file of that name is removed first
   */
  record Unix(Path path, int umask, boolean unlink) implements ListenAt {}
}
