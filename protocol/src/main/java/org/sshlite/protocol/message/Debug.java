package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_DEBUG, RFC 4253 §11.3. {@code message}: for a person, not escaped. */
public record Debug(boolean alwaysDisplay, String message, String language)
    implements TransportMessage {
  public static final int NUMBER = 4;

  static Debug read(SshReader in) throws MalformedException {
    return new Debug(in.bool("always_display"), in.text("message"), in.text("language tag"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).bool(alwaysDisplay).string(message).string(language);
  }
}
