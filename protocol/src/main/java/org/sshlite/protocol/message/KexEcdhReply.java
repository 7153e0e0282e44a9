package org.sshlite.protocol.message;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * SSH_MSG_KEX_ECDH_REPLY, RFC 5656 §4, and SSH_MSG_KEX_HYBRID_REPLY of
 * draft-ietf-sshm-mlkem-hybrid-kex. Owns its arrays.
 *
 * @param hostKey the public key blob K_S
 * @param serverBlob Q_S or S_REPLY
 * @param signature the signature blob over the exchange hash
 */
public record KexEcdhReply(byte[] hostKey, byte[] serverBlob, byte[] signature)
    implements TransportMessage {
  public static final int NUMBER = 31;

  static KexEcdhReply read(SshReader in) throws MalformedException {
    return new KexEcdhReply(in.string("K_S"), in.string("Q_S"), in.string("signature"));
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
