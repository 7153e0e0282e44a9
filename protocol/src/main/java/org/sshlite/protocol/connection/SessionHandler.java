package org.sshlite.protocol.connection;

import org.sshlite.protocol.message.SessionRequest;

/**
 * What an application does with the requests that arrive on one session channel (RFC 4254 §6).
 * Calls come one after another, in the order of the requests, on a virtual thread of the channel's
 * own; they should not wait for channel data, because the next request is not seen until they
 * return.
 */
public interface SessionHandler {
  /**
   * A channel request. A server gets pty-req, env, shell, exec, subsystem, window-change, signal,
   * break; a client gets exit-status, exit-signal, xon-xoff.
   *
   * @return whether it succeeded: SSH_MSG_CHANNEL_SUCCESS or _FAILURE if the peer wants a reply
   */
  boolean request(SessionRequest request);

  /** The channel is closed, or the connection is gone. The last call. */
  void closed();
}
