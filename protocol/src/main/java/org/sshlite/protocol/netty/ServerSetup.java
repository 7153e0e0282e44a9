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
 */
public record ServerSetup(
    TransportOptions options,
    List<Signer> hostKeys,
    Function<PeerAddresses, Optional<ServerApplication>> application,
    Proxies proxies) {
  public ServerSetup {
    hostKeys = List.copyOf(hostKeys);
    if (hostKeys.isEmpty()) {
      throw new IllegalArgumentException("a server needs a host key");
    }
  }

  /** Without proxies. */
  public ServerSetup(
      TransportOptions options,
      List<Signer> hostKeys,
      Function<PeerAddresses, Optional<ServerApplication>> application) {
    this(options, hostKeys, application, Proxies.NONE);
  }
}
