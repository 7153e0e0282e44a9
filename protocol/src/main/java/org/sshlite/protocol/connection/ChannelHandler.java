package org.sshlite.protocol.connection;

import org.sshlite.protocol.message.SessionRequest;

/**
 * What an application does with the requests that arrive on one channel (RFC 4254 §5.4, §6). Calls
 * come one after another, in the order of the requests, on a virtual thread of the channel's own;
 * they should not wait for channel data, because the next request is not seen until they return.
 */
public interface ChannelHandler {
  /**
   * A channel request. On a session a server gets pty-req, env, shell, exec, subsystem,
   * window-change, signal, break; a client gets exit-status, exit-signal, xon-xoff. Other channels
   * get none from peers we know.
   *
   * @return whether it succeeded: SSH_MSG_CHANNEL_SUCCESS or _FAILURE if the peer wants a reply
   */
  default boolean request(SessionRequest request) {
    return false;
  }

  /**
   * Whether {@link #closed} may wait. One that does not is told on the loop, which costs no thread:
   * of a forwarded connection that is short it would cost the most.
   */
  default boolean waits() {
    return true;
  }

  /** The channel is closed, or the connection is gone. The last call. */
  void closed();
}
