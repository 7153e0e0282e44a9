package org.sshlite.protocol.netty;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * What a server's connections have in common.
 *
 * @param hostKeys best first, at least one
 * @param application makes the application's side of a new connection, on the event loop: must not
 *     block; empty drops the connection at once (too many start-ups)
 * @param proxies who say for whom they come
 * @param keepAlive whether the system looks whether a client is still there
 */
public record ServerSetup(
    TransportOptions options,
    List<Signer> hostKeys,
    Function<PeerAddresses, Optional<ServerApplication>> application,
    Proxies proxies,
    boolean keepAlive) {
  public ServerSetup {
    hostKeys = List.copyOf(hostKeys);
    if (hostKeys.isEmpty()) {
      throw new IllegalArgumentException("a server needs a host key");
    }
  }

  /** Without proxies, and as the system looks after its sockets. */
  public ServerSetup(
      TransportOptions options,
      List<Signer> hostKeys,
      Function<PeerAddresses, Optional<ServerApplication>> application) {
    this(options, hostKeys, application, Proxies.NONE, true);
  }
}
