package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_KEX_ECDH_INIT, RFC 5656 §4, and SSH_MSG_KEX_HYBRID_INIT of
 * draft-ietf-sshm-mlkem-hybrid-kex. {@code clientBlob}: Q_C or C_INIT, owned.
 */
public record KexEcdhInit(byte[] clientBlob) implements TransportMessage {
  public static final int NUMBER = 30;

  static KexEcdhInit read(SshReader in) throws MalformedException {
    return new KexEcdhInit(in.string("Q_C"));
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
