package org.sshlite.tests.mitm;

import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.Message;

/** Packets before NEWKEYS, RFC 4253 §6: no encryption, no MAC. */
final class Packets {
  private static final int BLOCK = 8;
  private static final int LEAST_PADDING = 4;

  private Packets() {}

  static byte[] plain(Message message) {
    SshWriter payload = new SshWriter();
    message.write(payload);
    int padding = BLOCK - (5 + payload.length()) % BLOCK;
    padding += padding < LEAST_PADDING ? BLOCK : 0;
    return new SshWriter()
        .uint32(1 + payload.length() + padding)
        .uint8(padding)
        .bytes(payload.toByteArray())
        .bytes(new byte[padding])
        .toByteArray();
  }
}
