package org.sshlite.client;

/** A name of a host has no address that may be used. */
public final class ResolveFailedException extends SshException {
  private static final long serialVersionUID = 1L;

  ResolveFailedException(String message) {
    super(message);
  }

  private ResolveFailedException(ResolveFailedException before) {
    super(before.getMessage(), before);
  }

  @Override
  ResolveFailedException here() {
    return new ResolveFailedException(this);
  }
}
