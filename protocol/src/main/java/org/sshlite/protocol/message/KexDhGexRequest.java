package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** SSH_MSG_KEX_DH_GEX_REQUEST, RFC 4419 §3. Bits of the modulus, each a uint32. */
public record KexDhGexRequest(long minimum, long preferred, long maximum)
    implements TransportMessage {
  public static final int NUMBER = 34;

  static KexDhGexRequest read(SshReader in) throws MalformedException {
    return new KexDhGexRequest(in.uint32("min"), in.uint32("n"), in.uint32("max"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).uint32(minimum).uint32(preferred).uint32(maximum);
  }
}
