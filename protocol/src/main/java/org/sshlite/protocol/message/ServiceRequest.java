package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_SERVICE_REQUEST, RFC 4253 §10. */
public record ServiceRequest(String service) implements TransportMessage {
  public static final int NUMBER = 5;

  static ServiceRequest read(SshReader in) throws MalformedException {
    return new ServiceRequest(in.ascii("service name"));
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
