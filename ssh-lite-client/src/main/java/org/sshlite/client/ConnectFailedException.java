package org.sshlite.client;

import java.io.IOException;

/** No connection could be opened to any address of a host. The message is one line. */
public final class ConnectFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  ConnectFailedException(String message) {
    super(message);
  }
}
