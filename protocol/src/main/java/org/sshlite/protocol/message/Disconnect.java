package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_DISCONNECT, RFC 4253 §11.1. {@code reason}: uint32, see {@link DisconnectReason}. {@code
 * description}: for a person, not escaped.
 */
public record Disconnect(long reason, String description, String language)
    implements TransportMessage {
  public static final int NUMBER = 1;

  public Disconnect(DisconnectReason reason, String description) {
    this(reason.code(), description, "");
  }

  static Disconnect read(SshReader in) throws MalformedException {
    long reason = in.uint32("reason code");
    String description = in.text("description");
    // some peers leave the language tag out; OpenSSH does not look for it
    String language = in.remaining() == 0 ? "" : in.text("language tag");
    return new Disconnect(reason, description, language);
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).uint32(reason).string(description).string(language);
  }
}
