package org.sshlite.client;

import org.sshlite.protocol.connection.ChannelRefusedException;

/** The host opens no channel, RFC 4254 §5.1. */
public final class ChannelFailedException extends SshException {
  private static final long serialVersionUID = 1L;

  private final long reason;
  private final String description;

  ChannelFailedException(ChannelRefusedException refused) {
    this(refused.getMessage(), refused.reason(), refused.description(), refused);
  }

  ChannelFailedException(String message, long reason, String description, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.description = description;
  }

  /**
   * The host's reason code: uint32, one of {@link org.sshlite.protocol.message.OpenFailureReason}
   * or not.
   */
  public long reason() {
    return reason;
  }

  /** What the host says, safe to print. */
  public String description() {
    return description;
  }

  @Override
  ChannelFailedException here() {
    return new ChannelFailedException(getMessage(), reason, description, this);
  }
}
