package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.SshWriter;

/**
 * A message that may hold what a user typed. Whoever made or read it closes it, which erases it.
 */
public sealed interface SecretMessage extends AuthMessage, AutoCloseable
    permits UserauthRequest, UserauthInfoResponse {
  /** The payload, which the caller erases. */
  @Override
  default byte[] payload() {
    SshWriter out = new SshWriter();
    write(out);
    byte[] payload = out.toByteArray();
    out.wipe();
    return payload;
  }

  @Override
  void close();
}
