package org.sshlite.protocol.connection;

import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.transport.HostKeyVerifier;

/** The application's side of one connection of a client: one object for each connection. */
public interface ClientApplication {
  /** The host's name as the user wrote it, for messages to them. */
  String host();

  /** Who decides whether the host is believed. */
  HostKeyVerifier hostKeyVerifier();

  /** What to authenticate with. */
  UserCredentials credentials();

  /** The user is authenticated. Called once, on a virtual thread. */
  default void authenticated(Connection connection) {}

  /** SSH_MSG_DEBUG with always_display, RFC 4253 §11.3: not yet escaped. Must not block. */
  default void debug(String message) {}

  /** The connection is over. Called once, on a virtual thread. */
  default void ended(Ending ending) {}
}
