package org.sshlite.protocol.message;

import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;

/**
 * The messages of the connection protocol, RFC 4254 §9, without {@link ChannelData} and {@link
 * ChannelExtendedData}, which never become objects.
 */
public sealed interface ConnectionMessage extends Message
    permits GlobalRequest,
        RequestSuccess,
        RequestFailure,
        ChannelOpen,
        ChannelOpenConfirmation,
        ChannelOpenFailure,
        ChannelWindowAdjust,
        ChannelEof,
        ChannelClose,
        ChannelRequest,
        ChannelSuccess,
        ChannelFailure {
  /**
   * Reads the message with this number, all of it.
   *
   * @param in stands after the message number
   * @return empty for a number that is not one of these
   */
  static Optional<ConnectionMessage> read(int number, SshReader in) throws MalformedException {
    ConnectionMessage message =
        switch (number) {
          case GlobalRequest.NUMBER -> GlobalRequest.read(in);
          case RequestSuccess.NUMBER -> RequestSuccess.read(in);
          case RequestFailure.NUMBER -> new RequestFailure();
          case ChannelOpen.NUMBER -> ChannelOpen.read(in);
          case ChannelOpenConfirmation.NUMBER -> ChannelOpenConfirmation.read(in);
          case ChannelOpenFailure.NUMBER -> ChannelOpenFailure.read(in);
          case ChannelWindowAdjust.NUMBER -> ChannelWindowAdjust.read(in);
          case ChannelEof.NUMBER -> ChannelEof.read(in);
          case ChannelClose.NUMBER -> ChannelClose.read(in);
          case ChannelRequest.NUMBER -> ChannelRequest.read(in);
          case ChannelSuccess.NUMBER -> ChannelSuccess.read(in);
          case ChannelFailure.NUMBER -> ChannelFailure.read(in);
          default -> null;
        };
    if (message == null) {
      return Optional.empty();
    }
    in.end();
    return Optional.of(message);
  }
}
