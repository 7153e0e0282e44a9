package org.sshlite.protocol.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.sshlite.crypto.wire.MalformedException;

/**
 * SSH_MSG_CHANNEL_DATA, RFC 4254 §5.2: byte number, uint32 recipient channel, string data. Never an
 * object: its data goes straight from one array to another. Offsets are those of the number byte.
 */
public final class ChannelData {
  public static final int NUMBER = 94;

  /** Bytes before the data. */
  public static final int HEAD = 9;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private ChannelData() {}

  /** Writes the {@value #HEAD} bytes that go before {@code dataLength} bytes of data. */
  public static void writeHead(byte[] payload, int offset, int recipientChannel, int dataLength) {
    payload[offset] = NUMBER;
    uint32(payload, offset + 1, recipientChannel);
    uint32(payload, offset + 5, dataLength);
  }

  /**
   * Checks the form of a whole payload.
   *
   * @param length bytes of payload
   * @return bytes of data, which start {@value #HEAD} bytes after {@code offset}
   */
  public static int dataLength(byte[] payload, int offset, int length) throws MalformedException {
    return dataLength("SSH_MSG_CHANNEL_DATA", payload, offset, length, HEAD);
  }

  /** The recipient channel of a payload that {@link #dataLength} has checked. */
  public static int recipientChannel(byte[] payload, int offset) {
    return uint32(payload, offset + 1);
  }

  static int dataLength(String message, byte[] payload, int offset, int length, int head)
      throws MalformedException {
    if (length < head) {
      throw new MalformedException(message, "data", "truncated");
    }
    int dataLength = uint32(payload, offset + head - 4);
    if (dataLength != length - head) {
      throw new MalformedException(message, "data", "length differs from the packet's");
    }
    return dataLength;
  }

  static int uint32(byte[] array, int at) {
    return (int) INT.get(array, at);
  }

  static void uint32(byte[] array, int at, int value) {
    INT.set(array, at, value);
  }
}
