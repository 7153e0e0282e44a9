package org.sshlite.protocol.connection;

import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelEof;
import org.sshlite.protocol.message.ChannelExtendedData;
import org.sshlite.protocol.message.ChannelFailure;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelSuccess;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.ConnectionMessage;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.transport.InboundPayload;

/** Who gets which message of the connection protocol, RFC 4254 §9. Loop only. */
final class ConnectionMessages {
  private final Openings openings;
  private final Channels channels;
  private final GlobalRequests globalRequests;
  private final ProxyClients proxies;
  private final Runnable unimplemented;

  /**
   * @param unimplemented answers the message being handled by SSH_MSG_UNIMPLEMENTED
   */
  ConnectionMessages(
      Openings openings,
      Channels channels,
      GlobalRequests globalRequests,
      ProxyClients proxies,
      Runnable unimplemented) {
    this.openings = openings;
    this.channels = channels;
    this.globalRequests = globalRequests;
    this.proxies = proxies;
    this.unimplemented = unimplemented;
  }

  void received(InboundPayload payload) throws RefusedException, MalformedException {
    if (proxies.isThere() && proxies.takes(payload)) {
      return;
    }
    int number = payload.number();
    if (number == ChannelData.NUMBER) {
      channels.data(payload);
      return;
    }
    if (number == ChannelExtendedData.NUMBER) {
      channels.extendedData(payload);
      return;
    }
    ConnectionMessage message = ConnectionMessage.read(number, payload.reader()).orElse(null);
    switch (message) {
      case null -> unimplemented.run();
      case GlobalRequest request -> globalRequests.received(request, payload.length());
      case RequestSuccess success -> globalRequests.replied(Optional.of(success.data()));
      case RequestFailure _ -> globalRequests.replied(Optional.empty());
      case ChannelOpen open -> {
        if (!proxies.takes(open)) {
          openings.received(open, payload.length());
        }
      }
      case ChannelOpenConfirmation confirmation -> openings.confirmed(confirmation);
      case ChannelOpenFailure failure -> openings.failed(failure);
      case ChannelWindowAdjust adjust -> channels.windowAdjust(adjust);
      case ChannelEof eof -> channels.channel(eof.recipientChannel()).eofReceived();
      case ChannelClose close -> channels.channel(close.recipientChannel()).closeReceived();
      case ChannelRequest request ->
          channels
              .channel(request.recipientChannel())
              .requests()
              .received(request, payload.length());
      case ChannelSuccess success -> channels.replied(success.recipientChannel(), true);
      case ChannelFailure failure -> channels.replied(failure.recipientChannel(), false);
    }
  }
}
