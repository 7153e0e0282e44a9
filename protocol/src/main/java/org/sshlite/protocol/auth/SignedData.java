package org.sshlite.protocol.auth;

import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.UserauthRequest;

/**
 * What the signature of a "publickey" request is over, RFC 4252 §7: all of the request. With the
 * host's key in it, an agent sees whom it is for (OpenSSH PROTOCOL §3.1).
 */
final class SignedData {
  private SignedData() {}

  /**
   * @param method with or without its signature, which is not part of it
   */
  static byte[] of(byte[] sessionIdentifier, String user, AuthMethod.PublicKey method) {
    SshWriter out =
        new SshWriter()
            .string(sessionIdentifier)
            .uint8(UserauthRequest.NUMBER)
            .string(user)
            .string(AuthState.NEXT_SERVICE)
            .string(method.name());
    method.writeUnsigned(out, true);
    return out.toByteArray();
  }
}
