package org.sshlite.client;

import org.sshlite.protocol.message.Refusal;

/** The host showed a key that it is not believed by: unknown, changed, revoked. */
public final class HostNotTrustedException extends SshException {
  private static final long serialVersionUID = 1L;

  private final String fingerprint;
  private final Refusal.Doubt doubt;

  HostNotTrustedException(
      String fingerprint, Refusal.Doubt doubt, String explanation, Throwable cause) {
    super(explanation, cause);
    this.fingerprint = fingerprint;
    this.doubt = doubt;
  }

  /** Of the key that came, {@code SHA256:…}. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Whether the host is unknown, has another key than it is known by, or a bad one. */
  public Refusal.Doubt doubt() {
    return doubt;
  }

  @Override
  HostNotTrustedException here() {
    return new HostNotTrustedException(fingerprint, doubt, getMessage(), this);
  }
}
