package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_USERAUTH_PASSWD_CHANGEREQ, RFC 4252 §8. {@code prompt}: for a person, not escaped. */
public record UserauthPasswdChangereq(String prompt, String language) implements AuthMessage {
  public static final int NUMBER = 60;

  static UserauthPasswdChangereq read(SshReader in) throws MalformedException {
    return new UserauthPasswdChangereq(in.text("prompt"), in.text("language tag"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).string(prompt).string(language);
  }
}
