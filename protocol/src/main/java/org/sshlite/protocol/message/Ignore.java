package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_IGNORE, RFC 4253 §11.2. Owns its array. */
public record Ignore(byte[] data) implements TransportMessage {
  public static final int NUMBER = 2;

  static Ignore read(SshReader in) throws MalformedException {
    return new Ignore(in.string("data"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).string(data);
  }
}
