package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH2_MSG_PONG, extension ping@openssh.com, OpenSSH PROTOCOL §1.8: the data of the ping. Owns its
 * array.
 */
public record Pong(byte[] data) implements TransportMessage {
  public static final int NUMBER = 193;

  static Pong read(SshReader in) throws MalformedException {
    return new Pong(in.string("data"));
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
