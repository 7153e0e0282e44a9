package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.SshWriter;

/** One SSH message: the payload of a packet, RFC 4251 §7. */
public sealed interface Message permits TransportMessage, AuthMessage, ConnectionMessage {
  /** The message number, the first byte of the payload. */
  int number();

  /** Appends the whole payload, the number included. */
  void write(SshWriter out);

  /** The payload as a fresh array. */
  default byte[] payload() {
    SshWriter out = new SshWriter();
    write(out);
    return out.toByteArray();
  }
}
