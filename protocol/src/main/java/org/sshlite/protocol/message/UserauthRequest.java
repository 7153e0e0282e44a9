package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_USERAUTH_REQUEST, RFC 4252 §5. {@code service}: the one to start after success. */
public record UserauthRequest(String user, String service, AuthMethod method)
    implements AuthMessage {
  public static final int NUMBER = 50;

  static UserauthRequest read(SshReader in) throws MalformedException {
    return new UserauthRequest(
        in.utf8("user name"),
        in.ascii("service name"),
        AuthMethod.read(in.ascii("method name"), in));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).string(user).string(service).string(method.name());
    method.write(out);
  }
}
