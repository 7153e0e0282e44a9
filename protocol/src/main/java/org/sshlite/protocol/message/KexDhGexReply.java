package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_KEX_DH_GEX_REPLY, RFC 4419 §3. {@code hostKey}: K_S; {@code serverBlob}: f, the contents
 * of its mpint; {@code signature} of H. All owned.
 */
public record KexDhGexReply(byte[] hostKey, byte[] serverBlob, byte[] signature)
    implements TransportMessage {
  public static final int NUMBER = 33;

  static KexDhGexReply read(SshReader in) throws MalformedException {
    return new KexDhGexReply(in.string("K_S"), in.string("f"), in.string("signature of H"));
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public void write(SshWriter out) {
    out.uint8(NUMBER).string(hostKey).string(serverBlob).string(signature);
  }
}
