package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_USERAUTH_FAILURE, RFC 4252 §5.1. {@code methods}: those that can continue. */
public record UserauthFailure(NameList methods, boolean partialSuccess) implements AuthMessage {
  public static final int NUMBER = 51;

  static UserauthFailure read(SshReader in) throws MalformedException {
    return new UserauthFailure(
        in.nameList("authentications that can continue"), in.bool("partial success"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).nameList(methods).bool(partialSuccess);
  }
}
