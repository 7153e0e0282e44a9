package org.sshlite.mitm.end;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.sshlite.crypto.key.Fingerprint;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.key.Signer;

/**
 * A host key as it is shown to clients, true or not.
 *
 * @param blob K_S: a plain key, or whatever stands in its place
 * @param algorithms what is offered in KEXINIT, best first
 * @param signing makes the signature blobs
 */
public record HostKey(byte[] blob, List<String> algorithms, Signing signing) {
  public HostKey {
    algorithms = List.copyOf(algorithms);
  }

  /** Makes a signature blob by a plain algorithm. */
  public interface Signing {
    byte[] sign(String algorithm, byte[] data) throws IOException;
  }

  public static HostKey of(Signer signer) {
    return new HostKey(
        signer.publicKey().blob(), signer.publicKey().signatureAlgorithms(), signer::sign);
  }

  /** The same private key behind another blob, as certificates have it. */
  public HostKey shownAs(byte[] otherBlob, List<String> otherAlgorithms) {
    return new HostKey(otherBlob, otherAlgorithms, signing);
  }

  /** Signs by an algorithm as negotiated. */
  public byte[] sign(String algorithm, byte[] data) throws IOException {
    return signing.sign(SignatureAlgorithms.plain(algorithm), data);
  }

  /** Type and blob as they stand in known_hosts. */
  public String line() {
    return type() + " " + Base64.getEncoder().encodeToString(blob);
  }

  public String fingerprint() {
    return Fingerprint.sha256(blob);
  }

  private String type() {
    return SignatureAlgorithms.keyType(algorithms.getFirst());
  }
}
