package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_USERAUTH_PK_OK, RFC 4252 §7: the request it answers, said again. Owns its array. */
public record UserauthPkOk(String algorithm, byte[] blob) implements AuthMessage {
  public static final int NUMBER = 60;

  static UserauthPkOk read(SshReader in) throws MalformedException {
    return new UserauthPkOk(in.ascii("public key algorithm name"), in.string("public key blob"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).string(algorithm).string(blob);
  }
}
