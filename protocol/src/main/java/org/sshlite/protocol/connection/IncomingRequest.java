package org.sshlite.protocol.connection;

import org.sshlite.protocol.message.GlobalRequestType;

/**
 * A global request of the peer's, RFC 4254 §4, that waits for an answer: exactly one, whether the
 * peer wants it or not, at once or later, by any thread. A second one is an {@link
 * IllegalStateException}. Answers go out in the order of the requests: one that is not answered
 * holds those after it.
 */
public interface IncomingRequest {
  /** What the peer wants. */
  GlobalRequestType type();

  /** Whether the peer will see the answer. */
  boolean wantReply();

  /**
   * SSH_MSG_REQUEST_SUCCESS.
   *
   * @param data what belongs to the answer, owned
   */
  void succeed(byte[] data);

  default void succeed() {
    succeed(new byte[0]);
  }

  /** SSH_MSG_REQUEST_FAILURE. */
  void fail();
}
