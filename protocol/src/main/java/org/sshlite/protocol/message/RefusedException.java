package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;

/** The peer did what we refuse: the one checked exception of the protocol. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public RefusedException(Refusal refusal) {
    super(refusal.explain());
    this.refusal = refusal;
  }

  public RefusedException(MalformedException cause) {
    super(cause);
    this.refusal = new Refusal.Malformed(cause.structure(), cause.field(), cause.problem());
  }

  public Refusal refusal() {
    return refusal;
  }

  @Override
  public String getMessage() {
    return refusal.explain();
  }
}
