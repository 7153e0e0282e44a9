package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_USERAUTH_REQUEST, RFC 4252 §5. Closing it erases a password in it.
 *
 * @param user never with a NUL, which would end it early for the operating system
 * @param service the one to start after success
 */
public record UserauthRequest(String user, String service, AuthMethod method)
    implements SecretMessage {
  public static final int NUMBER = 50;

  static UserauthRequest read(SshReader in) throws MalformedException {
    String user = in.utf8("user name");
    if (user.indexOf('\0') >= 0) {
      throw in.malformed("user name", "contains a NUL");
    }
    return new UserauthRequest(
        user, in.ascii("service name"), AuthMethod.read(in.ascii("method name"), in));
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

  @Override
  public void close() {
    if (method instanceof AuthMethod.Password password) {
      password.close();
    }
  }
}
