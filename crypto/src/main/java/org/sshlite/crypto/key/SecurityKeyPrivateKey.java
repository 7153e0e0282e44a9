package org.sshlite.crypto.key;

import java.io.IOException;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * The private half of a key in a FIDO token, as key files hold it: not the secret, but the handle
 * by which the token finds it. Only an agent that reaches the token can sign.
 */
public final class SecurityKeyPrivateKey implements PrivateKey {
  private final SecurityKeyPublicKey publicKey;
  private final int flags;
  private final SecretBytes handle;
  private final byte[] reserved;

  private SecurityKeyPrivateKey(
      SecurityKeyPublicKey publicKey, int flags, SecretBytes handle, byte[] reserved) {
    this.publicKey = publicKey;
    this.flags = flags;
    this.handle = handle;
    this.reserved = reserved;
  }

  /** Reads what follows the public key's fields, OpenSSH PROTOCOL.u2f. */
  static SecurityKeyPrivateKey read(SecurityKeyPublicKey publicKey, SshReader in)
      throws MalformedException {
    return new SecurityKeyPrivateKey(
        publicKey,
        in.uint8("flags"),
        new SecretBytes(in.string("key handle")),
        in.string("reserved"));
  }

  @Override
  public SecurityKeyPublicKey publicKey() {
    return publicKey;
  }

  /** Flags the token was asked for when it made the key: touch, PIN, resident. */
  public int flags() {
    return flags;
  }

  /** Always refuses. */
  @Override
  public byte[] sign(String algorithm, byte[] data) throws IOException {
    throw new IOException(
        publicKey.type() + ": the key is in a security key; add it to an agent to sign with it");
  }

  @Override
  public void write(SshWriter out) {
    out.string(publicKey.type());
    publicKey.writeFields(out);
    out.uint8(flags).string(handle.bytes()).string(reserved);
  }

  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return "private key of " + publicKey;
  }
}
