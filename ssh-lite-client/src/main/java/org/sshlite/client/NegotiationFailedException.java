package org.sshlite.client;

import org.sshlite.protocol.message.Refusal;

/**
 * There was a connection, but no secure one: no algorithm in common, a signature that is wrong, no
 * SSH server at all.
 */
public final class NegotiationFailedException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  NegotiationFailedException(Refusal refusal, Throwable cause) {
    super(refusal.explain(), cause);
    this.refusal = refusal;
  }

  /** What was refused, and why. */
  public Refusal refusal() {
    return refusal;
  }

  @Override
  NegotiationFailedException here() {
    return new NegotiationFailedException(refusal, this);
  }
}
