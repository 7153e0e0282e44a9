package org.sshlite.mitm.wire;

import org.sshlite.protocol.message.Message;

/** Makes packets in the clear, RFC 4253 §6. */
public final class PlainPackets {
  private static final int BLOCK = 8;
  private static final int MINIMUM_PADDING = 4;

  private PlainPackets() {}

  public static byte[] of(Message message) {
    return of(message.payload());
  }

  public static byte[] of(byte[] payload) {
    int padding = BLOCK - (payload.length + 5) % BLOCK;
    if (padding < MINIMUM_PADDING) {
      padding += BLOCK;
    }
    byte[] packet = new byte[5 + payload.length + padding];
    int length = packet.length - 4;
    packet[0] = (byte) (length >>> 24);
    packet[1] = (byte) (length >>> 16);
    packet[2] = (byte) (length >>> 8);
    packet[3] = (byte) length;
    packet[4] = (byte) padding;
    System.arraycopy(payload, 0, packet, 5, payload.length);
    return packet;
  }
}
