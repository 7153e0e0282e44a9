package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_USERAUTH_BANNER, RFC 4252 §5.4. {@code message}: for a person, not escaped. */
public record UserauthBanner(String message, String language) implements AuthMessage {
  public static final int NUMBER = 53;

  static UserauthBanner read(SshReader in) throws MalformedException {
    return new UserauthBanner(in.text("message"), in.text("language tag"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).string(message).string(language);
  }
}
