package org.sshlite.protocol.connection;

import java.util.List;
import java.util.stream.Stream;
import org.sshlite.crypto.kex.DhGroup;
import org.sshlite.crypto.kex.GroupExchange;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.Moduli;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.message.AuthMethod;
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
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.DisconnectReason;
import org.sshlite.protocol.message.ExtInfo;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.KexDhGexInit;
import org.sshlite.protocol.message.KexDhGexReply;
import org.sshlite.protocol.message.KexDhGexRequest;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.MessageName;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.Ping;
import org.sshlite.protocol.message.Pong;
import org.sshlite.protocol.message.Prompt;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.Unimplemented;
import org.sshlite.protocol.message.UserauthBanner;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthInfoRequest;
import org.sshlite.protocol.message.UserauthInfoResponse;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;

/** A well-formed message for each number that has one; its channel is the one of number 0. */
final class Payloads {
  /** Small, for it is used a thousand times. */
  static final DhGroup GROUP = group();

  private static final byte[] POINT = new byte[32];

  static {
    POINT[0] = 9; // the base point, RFC 7748 §4.1
  }

  private Payloads() {}

  private static DhGroup group() {
    try {
      return Moduli.of(Stream.empty())
          .choose(GroupExchange.Request.received(2048, 2048, 2048), ConnectionPair.RANDOM);
    } catch (KexException e) {
      throw new AssertionError(e);
    }
  }

  static UserauthPkOk pkOk() {
    return new UserauthPkOk("ssh-ed25519", ConnectionPair.USER_KEY.publicKey().blob());
  }

  static byte[] of(int number) {
    Message message = message(number);
    return message != null
        ? message.payload()
        : switch (number) {
          case ChannelData.NUMBER -> Stage.data(0, "x");
          case ChannelExtendedData.NUMBER -> Stage.extendedData(0, 1, new byte[1]);
          default -> new byte[] {(byte) number};
        };
  }

  private static Message message(int number) {
    return switch (number) {
      case Disconnect.NUMBER -> new Disconnect(DisconnectReason.BY_APPLICATION, "");
      case Ignore.NUMBER -> new Ignore(new byte[3]);
      case Unimplemented.NUMBER -> new Unimplemented(0);
      case Debug.NUMBER -> new Debug(true, "text", "");
      case ServiceRequest.NUMBER -> new ServiceRequest("ssh-userauth");
      case ServiceAccept.NUMBER -> new ServiceAccept("ssh-userauth");
      case ExtInfo.NUMBER -> new ExtInfo(List.of());
      case NewKeys.NUMBER -> new NewKeys();
      case KexEcdhInit.NUMBER -> new KexEcdhInit(POINT);
      case KexEcdhReply.NUMBER -> new KexEcdhReply(new byte[0], POINT, new byte[0]);
      case KexDhGexInit.NUMBER -> new KexDhGexInit(new byte[] {5});
      case KexDhGexReply.NUMBER -> new KexDhGexReply(new byte[0], new byte[] {5}, new byte[0]);
      case KexDhGexRequest.NUMBER -> new KexDhGexRequest(2048, 2048, 2048);
      case UserauthRequest.NUMBER ->
          new UserauthRequest("alice", "ssh-connection", new AuthMethod.None());
      case UserauthFailure.NUMBER -> new UserauthFailure(NameList.of("publickey"), false);
      case UserauthSuccess.NUMBER -> new UserauthSuccess();
      case UserauthBanner.NUMBER -> new UserauthBanner("text", "");
      case UserauthInfoRequest.NUMBER ->
          new UserauthInfoRequest("", "", "", List.of(new Prompt("? ", false)));
      case UserauthInfoResponse.NUMBER ->
          new UserauthInfoResponse(List.of(new SecretBytes(new byte[] {'x'})));
      case GlobalRequest.NUMBER ->
          new GlobalRequest(new GlobalRequestType.Unknown("x@example.com", new byte[0]), true);
      case RequestSuccess.NUMBER -> new RequestSuccess(new byte[0]);
      case RequestFailure.NUMBER -> new RequestFailure();
      case ChannelOpen.NUMBER -> new ChannelOpen(new ChannelType.Session(), 99, 1000, 1000);
      case ChannelOpenConfirmation.NUMBER ->
          new ChannelOpenConfirmation(0, Stage.PEER_CHANNEL, 1000, 1000, new byte[0]);
      case ChannelOpenFailure.NUMBER -> new ChannelOpenFailure(0, 1, "no", "");
      case ChannelWindowAdjust.NUMBER -> new ChannelWindowAdjust(0, 50);
      case ChannelEof.NUMBER -> new ChannelEof(0);
      case ChannelClose.NUMBER -> new ChannelClose(0);
      case ChannelRequest.NUMBER -> new ChannelRequest(0, true, new SessionRequest.Shell());
      case ChannelSuccess.NUMBER -> new ChannelSuccess(0);
      case ChannelFailure.NUMBER -> new ChannelFailure(0);
      case Ping.NUMBER -> new Ping(new byte[3]);
      case Pong.NUMBER -> new Pong(new byte[3]);
      default -> null;
    };
  }

  /** Whether a number means something anywhere. */
  static boolean isNamed(int number) {
    return number == KexInit.NUMBER || of(number).length > 1 || message(number) != null;
  }

  /**
   * The RFC's name of an answer.
   *
   * @param asked number of the message that is answered
   */
  static String name(int asked, int number) {
    if (number == KexEcdhReply.NUMBER) {
      // RFC 4419 §5: the group has the number that the reply has elsewhere
      return asked == KexDhGexRequest.NUMBER ? "KEX_DH_GEX_GROUP" : "KEX_ECDH_REPLY";
    }
    return name(number);
  }

  /** The RFC's name, without SSH_MSG_. */
  static String name(int number) {
    return switch (number) {
      case KexEcdhInit.NUMBER -> "KEX_ECDH_INIT";
      case KexEcdhReply.NUMBER -> "KEX_ECDH_REPLY or KEX_DH_GEX_GROUP";
      case KexDhGexInit.NUMBER -> "KEX_DH_GEX_INIT";
      case KexDhGexReply.NUMBER -> "KEX_DH_GEX_REPLY";
      case KexDhGexRequest.NUMBER -> "KEX_DH_GEX_REQUEST";
      case UserauthInfoRequest.NUMBER -> "USERAUTH_PK_OK, _PASSWD_CHANGEREQ or _INFO_REQUEST";
      case UserauthInfoResponse.NUMBER -> "USERAUTH_INFO_RESPONSE";
      default -> MessageName.of(number).replaceFirst("^SSH2?_MSG_", "");
    };
  }
}
