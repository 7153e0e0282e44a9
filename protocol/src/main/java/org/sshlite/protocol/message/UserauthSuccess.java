package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_USERAUTH_SUCCESS, RFC 4252 §5.1. */
public record UserauthSuccess() implements AuthMessage {
  public static final int NUMBER = 52;

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER);
  }
}
