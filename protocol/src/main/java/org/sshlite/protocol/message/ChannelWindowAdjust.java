package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_CHANNEL_WINDOW_ADJUST, RFC 4254 §5.2. {@code bytesToAdd}: uint32, bytes of channel data.
 */
public record ChannelWindowAdjust(int recipientChannel, long bytesToAdd)
    implements ConnectionMessage {
  public static final int NUMBER = 93;

  static ChannelWindowAdjust read(SshReader in) throws MalformedException {
    return new ChannelWindowAdjust((int) in.uint32("recipient channel"), in.uint32("bytes to add"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).uint32(recipientChannel).uint32(bytesToAdd);
  }
}
