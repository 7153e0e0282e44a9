package org.sshlite.mitm.end;

import java.io.IOException;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.UserauthRequest;

/** A request for authentication whose parts need not agree, RFC 4252 §5, §7. */
public record Userauth(String user, String service) {
  /** The service after authentication, RFC 4250 §4.7. */
  public static final String CONNECTION = "ssh-connection";

  public static Userauth of(String user) {
    return new Userauth(user, CONNECTION);
  }

  /** Up to and with the method's name. */
  public SshWriter method(String name) {
    return new SshWriter().uint8(UserauthRequest.NUMBER).string(user).string(service).string(name);
  }

  public byte[] none() {
    return method(AuthMethod.None.NAME).toByteArray();
  }

  public byte[] password(String password) {
    return method(AuthMethod.Password.NAME).bool(false).string(password).toByteArray();
  }

  /** The query form, which has no signature. */
  public byte[] query(String algorithm, byte[] blob) {
    return method(AuthMethod.PublicKey.NAME)
        .bool(false)
        .string(algorithm)
        .string(blob)
        .toByteArray();
  }

  public byte[] signed(String algorithm, byte[] blob, byte[] signature) {
    return method(AuthMethod.PublicKey.NAME)
        .bool(true)
        .string(algorithm)
        .string(blob)
        .string(signature)
        .toByteArray();
  }

  /** What an honest client signs for this request. */
  public byte[] toBeSigned(byte[] sessionIdentifier, String algorithm, byte[] blob) {
    return new SshWriter()
        .string(sessionIdentifier)
        .bytes(
            method(AuthMethod.PublicKey.NAME)
                .bool(true)
                .string(algorithm)
                .string(blob)
                .toByteArray())
        .toByteArray();
  }

  /** Sound in all. */
  public byte[] honest(byte[] sessionIdentifier, Signer key) throws IOException {
    String algorithm = key.publicKey().signatureAlgorithms().getFirst();
    byte[] blob = key.publicKey().blob();
    return signed(
        algorithm, blob, key.sign(algorithm, toBeSigned(sessionIdentifier, algorithm, blob)));
  }
}
