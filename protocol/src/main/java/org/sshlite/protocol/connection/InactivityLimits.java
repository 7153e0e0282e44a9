package org.sshlite.protocol.connection;

import java.time.Duration;
import java.util.Optional;

/**
 * How long an application lets channels be open without any data, and a connection without any
 * channel. Kept to a second. Called on the loop: must not block.
 */
public interface InactivityLimits {
  /** Of one channel; empty for none. Asked again and again: what a channel is for may change. */
  Optional<Duration> of(Channel channel);

  /** Of all channels together: data on one keeps all; empty for none. */
  Optional<Duration> ofAll();

  /** Of a connection without channels; empty for none. */
  Optional<Duration> ofConnection();

  /** A channel is about to be aborted. */
  default void aborting(Channel channel) {}

  /** The connection is about to be ended. */
  default void disconnecting() {}
}
