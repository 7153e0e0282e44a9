package org.sshlite.protocol.message;

/** The names of message numbers in the RFCs, for a person who reads a log. */
public final class MessageName {
  private MessageName() {}

  /** RFC 4250 §4.1; what a key exchange or login method makes of a number is not told apart. */
  public static String of(int number) {
    return switch (number) {
      case Disconnect.NUMBER -> "SSH_MSG_DISCONNECT";
      case Ignore.NUMBER -> "SSH_MSG_IGNORE";
      case Unimplemented.NUMBER -> "SSH_MSG_UNIMPLEMENTED";
      case Debug.NUMBER -> "SSH_MSG_DEBUG";
      case ServiceRequest.NUMBER -> "SSH_MSG_SERVICE_REQUEST";
      case ServiceAccept.NUMBER -> "SSH_MSG_SERVICE_ACCEPT";
      case ExtInfo.NUMBER -> "SSH_MSG_EXT_INFO";
      case KexInit.NUMBER -> "SSH_MSG_KEXINIT";
      case NewKeys.NUMBER -> "SSH_MSG_NEWKEYS";
      case UserauthRequest.NUMBER -> "SSH_MSG_USERAUTH_REQUEST";
      case UserauthFailure.NUMBER -> "SSH_MSG_USERAUTH_FAILURE";
      case UserauthSuccess.NUMBER -> "SSH_MSG_USERAUTH_SUCCESS";
      case UserauthBanner.NUMBER -> "SSH_MSG_USERAUTH_BANNER";
      case GlobalRequest.NUMBER -> "SSH_MSG_GLOBAL_REQUEST";
      case RequestSuccess.NUMBER -> "SSH_MSG_REQUEST_SUCCESS";
      case RequestFailure.NUMBER -> "SSH_MSG_REQUEST_FAILURE";
      case ChannelOpen.NUMBER -> "SSH_MSG_CHANNEL_OPEN";
      case ChannelOpenConfirmation.NUMBER -> "SSH_MSG_CHANNEL_OPEN_CONFIRMATION";
      case ChannelOpenFailure.NUMBER -> "SSH_MSG_CHANNEL_OPEN_FAILURE";
      case ChannelWindowAdjust.NUMBER -> "SSH_MSG_CHANNEL_WINDOW_ADJUST";
      case ChannelData.NUMBER -> "SSH_MSG_CHANNEL_DATA";
      case ChannelExtendedData.NUMBER -> "SSH_MSG_CHANNEL_EXTENDED_DATA";
      case ChannelEof.NUMBER -> "SSH_MSG_CHANNEL_EOF";
      case ChannelClose.NUMBER -> "SSH_MSG_CHANNEL_CLOSE";
      case ChannelRequest.NUMBER -> "SSH_MSG_CHANNEL_REQUEST";
      case ChannelSuccess.NUMBER -> "SSH_MSG_CHANNEL_SUCCESS";
      case ChannelFailure.NUMBER -> "SSH_MSG_CHANNEL_FAILURE";
      case Ping.NUMBER -> "SSH2_MSG_PING";
      case Pong.NUMBER -> "SSH2_MSG_PONG";
      default -> ofRange(number);
    };
  }

  private static String ofRange(int number) {
    if (number >= 30 && number < 50) {
      return "of the key exchange method";
    }
    if (number >= 60 && number < 80) {
      return "of the authentication method";
    }
    return "unknown";
  }
}
