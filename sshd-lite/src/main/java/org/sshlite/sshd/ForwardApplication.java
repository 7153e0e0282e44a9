package org.sshlite.sshd;

import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.forward.Forwards;

/**
 * An application that decides about each forward of a user who is logged in, RFC 4254 §7. Its calls
 * come on an event loop and must not block; the answer may come later, from any thread. Who answers
 * nothing holds a channel, or all requests after this one, until the connection ends.
 */
@FunctionalInterface
public interface ForwardApplication {
  /**
   * The user opens a channel that is no session. It is answered once:
   *
   * <ul>
   *   <li>{@link IncomingChannel#refuse(org.sshlite.protocol.message.OpenFailureReason, String)}
   *       with the reason;
   *   <li>{@link Forwards#relay} connects it to a socket;
   *   <li>{@link IncomingChannel#accept(org.sshlite.protocol.connection.ChannelHandler)} serves it
   *       without one: the streams of {@link IncomingChannel#channel()} are its two ways, and wait,
   *       so they belong on a virtual thread.
   * </ul>
   *
   * @param forwards of this connection; they end with it
   */
  void opening(String user, IncomingChannel channel, Forwards forwards);

  /**
   * The user wants something to be listened at, or no longer. {@link Forwards#listen} does so.
   *
   * @param forwards as for {@link #opening}
   */
  default void requested(String user, IncomingRequest request, Forwards forwards) {
    request.fail();
  }
}
