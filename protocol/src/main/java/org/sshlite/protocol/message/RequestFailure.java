package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_REQUEST_FAILURE, RFC 4254 §4. */
public record RequestFailure() implements ConnectionMessage {
  public static final int NUMBER = 82;

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER);
  }
}
