package org.sshlite.client;

/** The host showed a key that it is not believed by: unknown, changed, revoked. */
public final class HostNotTrustedException extends SshException {
  private static final long serialVersionUID = 1L;

  private final String fingerprint;

  HostNotTrustedException(String fingerprint, String explanation, Throwable cause) {
    super(explanation, cause);
    this.fingerprint = fingerprint;
  }

  /** Of the key that came, {@code SHA256:…}. */
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  HostNotTrustedException here() {
    return new HostNotTrustedException(fingerprint, getMessage(), this);
  }
}
