package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_GLOBAL_REQUEST, RFC 4254 §4. {@code data}: the fields that belong to the name, owned. */
public record GlobalRequest(String name, boolean wantReply, byte[] data)
    implements ConnectionMessage {
  public static final int NUMBER = 80;

  static GlobalRequest read(SshReader in) throws MalformedException {
    return new GlobalRequest(in.ascii("request name"), in.bool("want reply"), in.rest());
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).string(name).bool(wantReply).bytes(data);
  }
}
