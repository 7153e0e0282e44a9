package org.sshlite.client.identity;

import java.io.IOException;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertifiedSigner;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.agent.AgentKey;

/**
 * A key of the user's, or a certificate for it, as ssh names it to a person.
 *
 * @param name of the file, or the agent's comment: not safe to print
 * @param asked whether the user named it
 * @param inAgent whether an agent signs
 */
record Identity(Signer signer, String name, boolean asked, boolean inAgent) implements Signer {
  static Identity of(FileKey key, KeyLocation location) {
    return new Identity(key, location.file().toString(), location.asked(), false);
  }

  static Identity of(AgentKey key, String name, boolean asked) {
    return new Identity(key, name, asked, true);
  }

  /** Whoever signs, the certificate is not the agent's. */
  Identity certifiedBy(Certificate certificate, String file, boolean named) {
    return new Identity(new CertifiedSigner(certificate, this), file, named, false);
  }

  @Override
  public PublicKey publicKey() {
    return signer.publicKey();
  }

  @Override
  public byte[] sign(String algorithm, byte[] data) throws IOException {
    return signer.sign(algorithm, data);
  }

  /** Name, type, fingerprint and where it is from, safe to print. */
  String describe() {
    return Printable.line(name)
        + " "
        + describe(publicKey())
        + (asked ? " explicit" : "")
        + (inAgent ? " agent" : "");
  }

  /** Type and fingerprint. */
  static String describe(PublicKey key) {
    return key.typeName() + " " + key.fingerprint();
  }

  /** In a message about a signature that failed, as ssh has it. */
  String describeSigner() {
    if (signer instanceof CertifiedSigner(_, Identity key)) {
      return key.describeSigner();
    }
    return publicKey().typeName()
        + " \""
        + Printable.line(name)
        + "\""
        + (inAgent ? " from agent" : "");
  }
}
