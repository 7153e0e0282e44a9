package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_REQUEST_SUCCESS, RFC 4254 §4. {@code data}: the fields that belong to the request, owned.
 */
public record RequestSuccess(byte[] data) implements ConnectionMessage {
  public static final int NUMBER = 81;

  static RequestSuccess read(SshReader in) {
    return new RequestSuccess(in.rest());
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).bytes(data);
  }
}
