package org.sshlite.client;

import java.time.Duration;

/**
 * A command was not done in its time, waiting for its turn included. It was told to end, and its
 * channel is closed.
 */
public final class TimeLimitException extends SshException {
  private static final long serialVersionUID = 1L;

  private final Duration limit;

  TimeLimitException(Duration limit) {
    super("no end after " + limit.toMillis() + " ms");
    this.limit = limit;
  }

  private TimeLimitException(TimeLimitException before) {
    super(before.getMessage(), before);
    this.limit = before.limit;
  }

  /** How long it was to run at most. */
  public Duration limit() {
    return limit;
  }

  @Override
  TimeLimitException here() {
    return new TimeLimitException(this);
  }
}
