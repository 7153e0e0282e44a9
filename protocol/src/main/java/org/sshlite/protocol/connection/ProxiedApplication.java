package org.sshlite.protocol.connection;

/** The application's side of a connection that a master passes on: OpenSSH PROTOCOL.mux §9. */
public interface ProxiedApplication {
  /** It may be used. Called once, on a virtual thread; must not wait for the connection. */
  void started(Connection connection);

  /** As {@link ClientApplication#opening}. */
  void opening(IncomingChannel channel);
}
