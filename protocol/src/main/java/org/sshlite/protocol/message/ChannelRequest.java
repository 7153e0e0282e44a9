package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_CHANNEL_REQUEST, RFC 4254 §5.4. */
public record ChannelRequest(int recipientChannel, boolean wantReply, SessionRequest request)
    implements ConnectionMessage {
  public static final int NUMBER = 98;

  static ChannelRequest read(SshReader in) throws MalformedException {
    int recipientChannel = (int) in.uint32("recipient channel");
    String type = in.ascii("request type");
    boolean wantReply = in.bool("want reply");
    return new ChannelRequest(recipientChannel, wantReply, SessionRequest.read(type, in));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).uint32(recipientChannel).string(request.type()).bool(wantReply);
    request.write(out);
  }
}
