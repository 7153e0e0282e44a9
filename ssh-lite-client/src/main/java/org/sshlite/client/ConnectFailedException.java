package org.sshlite.client;

/** No connection could be opened to any address of a host. */
public final class ConnectFailedException extends SshException {
  private static final long serialVersionUID = 1L;

  ConnectFailedException(String message) {
    super(message);
  }

  private ConnectFailedException(ConnectFailedException before) {
    super(before.getMessage(), before);
  }

  @Override
  ConnectFailedException here() {
    return new ConnectFailedException(this);
  }
}
