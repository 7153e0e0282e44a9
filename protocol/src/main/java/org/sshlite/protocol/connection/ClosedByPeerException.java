package org.sshlite.protocol.connection;

import java.io.IOException;

/**
 * How most channels end. Without the loop's stack, which nobody reads and which costs as much as
 * the rest of a CLOSE: who waits for the channel gets a {@link Channel#failure} of his own.
 */
final class ClosedByPeerException extends IOException {
  private static final long serialVersionUID = 1;

  ClosedByPeerException() {
    super("the peer closed the channel");
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
