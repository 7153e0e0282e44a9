package org.sshlite.client;

import org.sshlite.protocol.connection.Ending;

/** The connection ended before what was asked for was done. */
public final class ConnectionLostException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient Ending ending;

  ConnectionLostException(Ending ending, Throwable cause) {
    super(ending.explain(), cause);
    this.ending = ending;
  }

  /** How it ended. */
  public Ending ending() {
    return ending;
  }

  @Override
  ConnectionLostException here() {
    return new ConnectionLostException(ending, this);
  }
}
