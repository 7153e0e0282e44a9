package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_CHANNEL_OPEN_CONFIRMATION, RFC 4254 §5.1.
 *
 * @param recipientChannel the 32 bits of a uint32
 * @param senderChannel the 32 bits of a uint32: the peer may choose any
 * @param initialWindow uint32, bytes of channel data
 * @param maximumPacketSize uint32, bytes of channel data in one message
 * @param data the fields that belong to the type, owned
 */
public record ChannelOpenConfirmation(
    int recipientChannel,
    int senderChannel,
    long initialWindow,
    long maximumPacketSize,
    byte[] data)
    implements ConnectionMessage {
  public static final int NUMBER = 91;

  static ChannelOpenConfirmation read(SshReader in) throws MalformedException {
    return new ChannelOpenConfirmation(
        (int) in.uint32("recipient channel"),
        (int) in.uint32("sender channel"),
        in.uint32("initial window size"),
        in.uint32("maximum packet size"),
        in.rest());
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER)
        .uint32(recipientChannel)
        .uint32(senderChannel)
        .uint32(initialWindow)
        .uint32(maximumPacketSize)
        .bytes(data);
  }
}
