package org.sshlite.protocol.connection;

import org.sshlite.crypto.key.PublicKey;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.Negotiated;

/** The application's side of one connection of a client: one object for each connection. */
public interface ClientApplication {
  /** The host's name as the user wrote it, for messages to them. */
  String host();

  /** Who decides whether the host is believed. */
  HostKeyVerifier hostKeyVerifier();

  /** What to authenticate with. */
  UserCredentials credentials();

  /**
   * A key exchange is over, the first one or a later one. Called on the loop: must not block.
   *
   * @param hostKey the host's key or certificate
   */
  default void keysAgreed(Negotiated negotiated, PublicKey hostKey) {}

  /**
   * The user is authenticated. Called once, on a virtual thread. Nothing of the server's is looked
   * at until it returns: what it asks of the connection, it must not wait for.
   */
  default void authenticated(Connection connection) {}

  /**
   * The server opens a channel. Comes after {@link #authenticated}. Called on the loop: must not
   * block, but may answer later. A client that expects none refuses all: a server has no business
   * to open sessions on us, RFC 4254 §6.1, nor anything else that nobody asked it for.
   */
  default void opening(IncomingChannel channel) {
    channel.refuse();
  }

  /**
   * A global request of the server's that the connection does not answer itself, RFC 4254 §4, such
   * as hostkeys-00@openssh.com. Comes after {@link #authenticated}. Called on the loop: must not
   * block, but may answer later.
   */
  default void globalRequest(IncomingRequest request) {
    request.fail();
  }

  /** SSH_MSG_DEBUG with always_display, RFC 4253 §11.3: not yet escaped. Must not block. */
  default void debug(String message) {}

  /** The connection is over. Called once, on a virtual thread. */
  default void ended(Ending ending) {}
}
