package org.sshlite.client;

/**
 * The host has opened a channel, but does not do there what was asked: no such command, subsystem
 * or terminal; or it refuses a request about the connection as a whole.
 */
public final class RequestFailedException extends SshException {
  private static final long serialVersionUID = 1L;

  RequestFailedException(String message) {
    super(message);
  }

  private RequestFailedException(RequestFailedException before) {
    super(before.getMessage(), before);
  }

  @Override
  RequestFailedException here() {
    return new RequestFailedException(this);
  }
}
