package org.sshlite.protocol.connection;

import java.io.IOException;

/** The connection ended before what was asked for was done. */
public final class ConnectionEndedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Ending ending;

  public ConnectionEndedException(Ending ending) {
    super(ending.explain());
    this.ending = ending;
  }

  public Ending ending() {
    return ending;
  }
}
