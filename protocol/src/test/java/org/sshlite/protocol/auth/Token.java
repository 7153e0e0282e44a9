package org.sshlite.protocol.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.sshlite.crypto.key.Ed25519PublicKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SecurityKeyEd25519PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * A FIDO token in software, OpenSSH PROTOCOL.u2f.
 *
 * @param flags what it vouches for in each signature
 */
record Token(PrivateKey key, int flags) implements Signer {
  private static final String APPLICATION = "ssh:";

  static Token vouching(int flags) {
    return new Token(PrivateKey.generate("ssh-ed25519", new SecureRandom()), flags);
  }

  @Override
  public PublicKey publicKey() {
    return new SecurityKeyEd25519PublicKey((Ed25519PublicKey) key.publicKey(), APPLICATION);
  }

  @Override
  public byte[] sign(String algorithm, byte[] data) throws IOException {
    byte[] signed =
        new SshWriter()
            .bytes(sha256(APPLICATION.getBytes(StandardCharsets.UTF_8)))
            .uint8(flags)
            .uint32(1)
            .bytes(sha256(data))
            .toByteArray();
    SshReader blob = new SshReader("signature", key.sign("ssh-ed25519", signed));
    try {
      blob.ascii("algorithm");
      return new SshWriter()
          .string(algorithm)
          .string(blob.string("signature"))
          .uint8(flags)
          .uint32(1)
          .toByteArray();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
