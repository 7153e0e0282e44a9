package org.sshlite.protocol.connection;

import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.OpenFailureReason;

/**
 * A channel that the peer opens, RFC 4254 §5.1, and that waits for an answer: exactly one, at once
 * or later, by any thread. A second one is an {@link IllegalStateException}. While it waits it
 * counts against the limits of its connection.
 */
public interface IncomingChannel {
  /** What the peer wants. */
  ChannelType type();

  /**
   * The channel that it becomes. What is written to it before it is accepted goes out after. When
   * it is refused, or the connection ends before, it is closed.
   */
  Channel channel();

  /** How many other channels of this type are open, or wait as this one does. */
  int others();

  /**
   * Accepts it. If the connection is over meanwhile, the handler is told that the channel is
   * closed.
   */
  void accept(ChannelHandler handler);

  /**
   * Accepts it, with something else than streams behind it. Loop only, and nothing may have been
   * written to the channel's streams.
   */
  void accept(ChannelHandler handler, ChannelEnd end);

  /**
   * Refuses it.
   *
   * @param description for a person at the peer's
   */
  void refuse(OpenFailureReason reason, String description);

  /** Refuses what is not offered here, in OpenSSH's words. */
  default void refuse() {
    if (type() instanceof ChannelType.Unknown) {
      refuse(OpenFailureReason.UNKNOWN_CHANNEL_TYPE, "unknown channel type");
    } else {
      refuse(OpenFailureReason.ADMINISTRATIVELY_PROHIBITED, "open failed");
    }
  }
}
