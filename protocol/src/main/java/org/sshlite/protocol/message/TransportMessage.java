package org.sshlite.protocol.message;

import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;

/**
 * The messages of the transport layer: RFC 4253 §12, RFC 5656 §4, RFC 8308 §2.3, ping@openssh.com.
 */
public sealed interface TransportMessage extends Message
    permits Disconnect,
        Ignore,
        Unimplemented,
        Debug,
        ServiceRequest,
        ServiceAccept,
        ExtInfo,
        KexInit,
        NewKeys,
        KexEcdhInit,
        KexEcdhReply,
        KexDhGexRequest,
        KexDhGexGroup,
        KexDhGexInit,
        KexDhGexReply,
        Ping,
        Pong {
  /**
   * Reads the message with this number, all of it.
   *
   * @param in stands after the message number
   * @return empty for a number that is not one of these
   */
  static Optional<TransportMessage> read(int number, SshReader in) throws MalformedException {
    TransportMessage message =
        switch (number) {
          case Disconnect.NUMBER -> Disconnect.read(in);
          case Ignore.NUMBER -> Ignore.read(in);
          case Unimplemented.NUMBER -> Unimplemented.read(in);
          case Debug.NUMBER -> Debug.read(in);
          case ServiceRequest.NUMBER -> ServiceRequest.read(in);
          case ServiceAccept.NUMBER -> ServiceAccept.read(in);
          case ExtInfo.NUMBER -> ExtInfo.read(in);
          case KexInit.NUMBER -> KexInit.read(in);
          case NewKeys.NUMBER -> new NewKeys();
          case KexEcdhInit.NUMBER -> KexEcdhInit.read(in);
          case KexEcdhReply.NUMBER -> KexEcdhReply.read(in);
          case KexDhGexRequest.NUMBER -> KexDhGexRequest.read(in);
          case KexDhGexInit.NUMBER -> KexDhGexInit.read(in);
          case KexDhGexReply.NUMBER -> KexDhGexReply.read(in);
          case Ping.NUMBER -> Ping.read(in);
          case Pong.NUMBER -> Pong.read(in);
          default -> null;
        };
    if (message == null) {
      return Optional.empty();
    }
    in.end();
    return Optional.of(message);
  }
}
