package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.Locale;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.OpenFailureReason;

/** The peer refused to open a channel, RFC 4254 §5.1, or we have no room for one more. */
public final class ChannelRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private final long reason;
  private final String description;

  ChannelRefusedException(ChannelOpenFailure failure) {
    this(failure.reason(), Printable.line(failure.description()));
  }

  /** The limit of channels is ours; the peer was not asked. */
  static ChannelRefusedException noRoomHere() {
    return new ChannelRefusedException(
        OpenFailureReason.RESOURCE_SHORTAGE.code(), "too many channels on this connection");
  }

  private ChannelRefusedException(long reason, String description) {
    super(
        "open failed: %s: %s"
            .formatted(
                OpenFailureReason.of(reason)
                    .map(known -> known.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .orElse("unknown reason " + reason),
                description));
    this.reason = reason;
    this.description = description;
  }

  /**
   * The peer's reason code: uint32, one of {@link org.sshlite.protocol.message.OpenFailureReason}
   * or not.
   */
  public long reason() {
    return reason;
  }

  /** What the peer says, safe to print. */
  public String description() {
    return description;
  }
}
