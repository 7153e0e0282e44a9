package org.sshlite.client;

import java.net.ProtocolFamily;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.ProxiedApplication;

/** A session on a connection that a master passes on: trust and login are the master's. */
final class ProxiedSession implements ProxiedApplication {
  private final Optional<ProtocolFamily> family;
  private volatile @Nullable Forwarding forwarding;

  ProxiedSession(Optional<ProtocolFamily> family) {
    this.family = family;
  }

  @Override
  public void started(Connection connection) {
    forwarding = new Forwarding(connection, family);
  }

  @Override
  public void opening(IncomingChannel channel) {
    forwarding().opening(channel);
  }

  Forwarding forwarding() {
    return Objects.requireNonNull(forwarding, "not started");
  }
}
