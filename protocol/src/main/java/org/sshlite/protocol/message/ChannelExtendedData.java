package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;

/**
 * SSH_MSG_CHANNEL_EXTENDED_DATA, RFC 4254 §5.2: byte number, uint32 recipient channel, uint32
 * data_type_code, string data. Never an object, as {@link ChannelData}.
 */
public final class ChannelExtendedData {
  public static final int NUMBER = 95;

  /** Bytes before the data. */
  public static final int HEAD = 13;

  /** SSH_EXTENDED_DATA_STDERR, the only data_type_code there is. */
  public static final int STDERR = 1;

  private ChannelExtendedData() {}

  /** Writes the {@value #HEAD} bytes that go before {@code dataLength} bytes of stderr. */
  public static void writeHead(byte[] payload, int offset, int recipientChannel, int dataLength) {
    payload[offset] = NUMBER;
    ChannelData.uint32(payload, offset + 1, recipientChannel);
    ChannelData.uint32(payload, offset + 5, STDERR);
    ChannelData.uint32(payload, offset + 9, dataLength);
  }

  /**
   * Checks the form of a whole payload.
   *
   * @param length bytes of payload
   * @return bytes of data, which start {@value #HEAD} bytes after {@code offset}
   */
  public static int dataLength(byte[] payload, int offset, int length) throws MalformedException {
    return ChannelData.dataLength("SSH_MSG_CHANNEL_EXTENDED_DATA", payload, offset, length, HEAD);
  }

  /** The recipient channel of a payload that {@link #dataLength} has checked. */
  public static int recipientChannel(byte[] payload, int offset) {
    return ChannelData.uint32(payload, offset + 1);
  }

  /** The data_type_code, a uint32 as its 32 bits, of a payload that was checked. */
  public static int dataType(byte[] payload, int offset) {
    return ChannelData.uint32(payload, offset + 5);
  }
}
