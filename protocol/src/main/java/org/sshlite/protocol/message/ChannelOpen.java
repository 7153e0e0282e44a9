package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_CHANNEL_OPEN, RFC 4254 §5.1.
 *
 * @param senderChannel the 32 bits of a uint32: the peer may choose any
 * @param initialWindow uint32, bytes of channel data
 * @param maximumPacketSize uint32, bytes of channel data in one message
 */
public record ChannelOpen(
    ChannelType type, int senderChannel, long initialWindow, long maximumPacketSize)
    implements ConnectionMessage {
  public static final int NUMBER = 90;

  static ChannelOpen read(SshReader in) throws MalformedException {
    String name = in.ascii("channel type");
    int senderChannel = (int) in.uint32("sender channel");
    long initialWindow = in.uint32("initial window size");
    long maximumPacketSize = in.uint32("maximum packet size");
    return new ChannelOpen(
        ChannelType.read(name, in), senderChannel, initialWindow, maximumPacketSize);
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER)
        .string(type.name())
        .uint32(senderChannel)
        .uint32(initialWindow)
        .uint32(maximumPacketSize);
    type.write(out);
  }
}
