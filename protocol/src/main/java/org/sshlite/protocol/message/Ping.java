package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH2_MSG_PING, extension ping@openssh.com, OpenSSH PROTOCOL §1.8. Owns its array. */
public record Ping(byte[] data) implements TransportMessage {
  public static final int NUMBER = 192;

  static Ping read(SshReader in) throws MalformedException {
    return new Ping(in.string("data"));
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
