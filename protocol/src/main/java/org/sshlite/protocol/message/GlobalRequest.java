package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_GLOBAL_REQUEST, RFC 4254 §4. */
public record GlobalRequest(GlobalRequestType type, boolean wantReply)
    implements ConnectionMessage {
  public static final int NUMBER = 80;

  static GlobalRequest read(SshReader in) throws MalformedException {
    String name = in.ascii("request name");
    boolean wantReply = in.bool("want reply");
    return new GlobalRequest(GlobalRequestType.read(name, in), wantReply);
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).string(type.name()).bool(wantReply);
    type.write(out);
  }
}
