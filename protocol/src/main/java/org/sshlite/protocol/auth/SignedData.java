package org.sshlite.protocol.auth;

import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.UserauthRequest;

/** What the signature of a "publickey" request is over, RFC 4252 §7. */
final class SignedData {
  private SignedData() {}

  static byte[] of(byte[] sessionIdentifier, String user, String algorithm, byte[] blob) {
    return new SshWriter()
        .string(sessionIdentifier)
        .uint8(UserauthRequest.NUMBER)
        .string(user)
        .string(AuthState.NEXT_SERVICE)
        .string(AuthMethod.PublicKey.NAME)
        .bool(true)
        .string(algorithm)
        .string(blob)
        .toByteArray();
  }
}
