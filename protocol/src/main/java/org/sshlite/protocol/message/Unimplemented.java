package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_UNIMPLEMENTED, RFC 4253 §11.4. {@code sequenceNumber}: uint32, of the packet that was not
 * understood.
 */
public record Unimplemented(long sequenceNumber) implements TransportMessage {
  public static final int NUMBER = 3;

  static Unimplemented read(SshReader in) throws MalformedException {
    return new Unimplemented(in.uint32("packet sequence number of rejected message"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).uint32(sequenceNumber);
  }
}
