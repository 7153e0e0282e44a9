package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_CHANNEL_OPEN_FAILURE, RFC 4254 §5.1. {@code reason}: uint32. {@code description}: for a
 * person, not escaped.
 */
public record ChannelOpenFailure(
    int recipientChannel, long reason, String description, String language)
    implements ConnectionMessage {
  public static final int NUMBER = 92;

  public ChannelOpenFailure(int recipientChannel, OpenFailureReason reason, String description) {
    this(recipientChannel, reason.code(), description, "");
  }

  static ChannelOpenFailure read(SshReader in) throws MalformedException {
    return new ChannelOpenFailure(
        (int) in.uint32("recipient channel"),
        in.uint32("reason code"),
        in.text("description"),
        in.text("language tag"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).uint32(recipientChannel).uint32(reason).string(description).string(language);
  }
}
