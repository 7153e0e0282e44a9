package org.sshlite.client;

/** No connection could be opened to any address of a host. What the last one said is the cause. */
public final class ConnectFailedException extends SshException {
  private static final long serialVersionUID = 1L;

  private final boolean timeout;

  /**
   * @param timeout see {@link #isTimeout}
   */
  ConnectFailedException(String message, boolean timeout, Throwable cause) {
    super(message, cause);
    this.timeout = timeout;
  }

  private ConnectFailedException(ConnectFailedException before) {
    this(before.getMessage(), before.timeout, before);
  }

  /**
   * Whether nobody answered in time, at the last address that was tried: {@link
   * NetworkOptions#connectTimeout}, or the system's own.
   */
  public boolean isTimeout() {
    return timeout;
  }

  @Override
  ConnectFailedException here() {
    return new ConnectFailedException(this);
  }
}
