package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_NEWKEYS, RFC 4253 §7.3. */
public record NewKeys() implements TransportMessage {
  public static final int NUMBER = 21;

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER);
  }
}
