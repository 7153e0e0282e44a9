package org.sshlite.protocol.connection;

import java.util.List;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.Negotiated;

/** The application's side of one connection to a server: one object for each connection. */
public interface ServerApplication {
  /** Who decides about users. Its state may be this connection's. */
  UserAuthenticator authenticator();

  /**
   * How the connection is to be treated on its way, from the first byte on; {@link
   * Connection#serviceClasses} chooses anew, once there is a user. Called on the loop: must not
   * block.
   */
  default ServiceClasses serviceClasses() {
    return ServiceClasses.NONE;
  }

  /** The client has sent its identification string. Called on the loop: must not block. */
  default void identified(IdentificationString peer) {}

  /**
   * A key exchange is over, the first one or a later one. Called on the loop: must not block.
   *
   * @param hostKey the host's key or certificate
   */
  default void keysAgreed(Negotiated negotiated, PublicKey hostKey) {}

  /**
   * The user is authenticated. Called once, on a virtual thread, before any channel is opened.
   * Nothing of the client's is looked at until it returns: what it asks of the connection, it must
   * not wait for.
   *
   * @param method the one that succeeded last: {@code publickey}
   */
  void authenticated(Connection connection, String user, String method);

  /**
   * Host keys to tell the client of once it is logged in (hostkeys-00@openssh.com), and to prove
   * when it asks: those in use, and those to come. Empty tells it of none. Called on the event
   * loop.
   */
  default List<Signer> announcedHostKeys() {
    return List.of();
  }

  /**
   * The client opens a channel. Called on the event loop: must not block, but may answer later. A
   * server that offers nothing refuses all.
   */
  default void opening(IncomingChannel channel) {
    channel.refuse();
  }

  /**
   * A global request of the client's that the connection does not answer itself, RFC 4254 §4, §7.1.
   * Called on the event loop: must not block, but may answer later.
   */
  default void globalRequest(IncomingRequest request) {
    request.fail();
  }

  /**
   * How much the connection has carried, packets and all. Called once, before {@link #ended}, by
   * the same thread.
   *
   * @param received bytes from the client
   * @param sent bytes for the client
   */
  default void carried(long received, long sent) {}

  /** The connection is over. Called once and last, on a virtual thread. */
  void ended(Ending ending);
}
