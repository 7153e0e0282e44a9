package org.sshlite.client;

import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.Refusal;

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

  /** Whether the host did not answer in time: in the login, or when asked for a sign of life. */
  public boolean isTimeout() {
    return ending instanceof Ending.Refused(Refusal.TimedOut _);
  }

  @Override
  ConnectionLostException here() {
    return new ConnectionLostException(ending, this);
  }
}
