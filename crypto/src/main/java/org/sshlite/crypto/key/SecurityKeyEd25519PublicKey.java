package org.sshlite.crypto.key;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** An {@code sk-ssh-ed25519@openssh.com} public key, OpenSSH PROTOCOL.u2f. Immutable. */
public record SecurityKeyEd25519PublicKey(Ed25519PublicKey key, String application)
    implements SecurityKeyPublicKey {
  public static final String TYPE = "sk-ssh-ed25519@openssh.com";

  /** Reads what follows the type's name in a blob. */
  static SecurityKeyEd25519PublicKey read(SshReader in) throws MalformedException {
    return new SecurityKeyEd25519PublicKey(Ed25519PublicKey.read(in), in.utf8("application"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<String> signatureAlgorithms() {
    return List.of(TYPE);
  }

  @Override
  public void writeFields(SshWriter out) {
    out.string(key.point()).string(application);
  }

  @Override
  public Optional<SecurityKeyAssertion> verifyAssertion(
      String algorithm, byte[] data, byte[] signature) {
    if (!algorithm.equals(TYPE)) {
      return Optional.empty();
    }
    try {
      SshReader in = new SshReader("signature", signature);
      if (!in.ascii("algorithm").equals(TYPE)) {
        return Optional.empty();
      }
      byte[] raw = in.string("signature");
      var said = new SecurityKeyAssertion(in.uint8("flags"), in.uint32("counter"));
      in.end();
      byte[] signed =
          SecurityKeyPublicKey.signedData(application, said, new byte[0], Hash.of("SHA-256", data));
      return Optional.of(said).filter(_ -> Ed25519PublicKey.verifyRaw(key.point(), signed, raw));
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return TYPE + " " + fingerprint();
  }
}
