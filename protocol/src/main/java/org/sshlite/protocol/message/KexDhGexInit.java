package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_KEX_DH_GEX_INIT, RFC 4419 §3. {@code clientBlob}: e, the contents of its mpint, owned.
 */
public record KexDhGexInit(byte[] clientBlob) implements TransportMessage {
  public static final int NUMBER = 32;

  static KexDhGexInit read(SshReader in) throws MalformedException {
    return new KexDhGexInit(in.string("e"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).string(clientBlob);
  }
}
