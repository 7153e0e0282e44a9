package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_CHANNEL_EOF, RFC 4254 §5.3. */
public record ChannelEof(int recipientChannel) implements ConnectionMessage {
  public static final int NUMBER = 96;

  static ChannelEof read(SshReader in) throws MalformedException {
    return new ChannelEof((int) in.uint32("recipient channel"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).uint32(recipientChannel);
  }
}
