package org.sshlite.client;

import java.io.IOException;

/**
 * What went wrong between us and a host, by kind. The message is one line or several, safe to
 * print. What a call throws that has waited shows that call in its stack trace; what happened below
 * is its cause.
 */
public abstract sealed class SshException extends IOException
    permits ResolveFailedException,
        ConnectFailedException,
        NegotiationFailedException,
        HostNotTrustedException,
        AuthenticationFailedException,
        ChannelFailedException,
        RequestFailedException,
        TimeLimitException,
        ConnectionLostException {
  private static final long serialVersionUID = 1L;

  SshException(String message, Throwable cause) {
    super(message, cause);
  }

  SshException(String message) {
    super(message);
  }

  /** The same, thrown by the thread that calls this: with its stack, and this as its cause. */
  abstract SshException here();
}
