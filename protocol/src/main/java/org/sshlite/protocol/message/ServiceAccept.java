package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_SERVICE_ACCEPT, RFC 4253 §10. {@code service} is empty where a peer left it out. */
public record ServiceAccept(String service) implements TransportMessage {
  public static final int NUMBER = 6;

  static ServiceAccept read(SshReader in) throws MalformedException {
    // some servers send the number alone; OpenSSH takes that too
    return new ServiceAccept(in.remaining() == 0 ? "" : in.ascii("service name"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).string(service);
  }
}
