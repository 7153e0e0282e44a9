package org.sshlite.crypto.cert;

import java.io.IOException;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.key.Signer;

/**
 * A certificate together with the private key of what it certifies: signs by the certificate's
 * algorithms.
 */
public record CertifiedSigner(Certificate certificate, Signer signer) implements Signer {
  /**
   * @throws IllegalArgumentException when the certificate is about another key
   */
  public CertifiedSigner {
    if (!certificate.key().equals(signer.publicKey())) {
      throw new IllegalArgumentException("the certificate is about another key");
    }
  }

  @Override
  public PublicKey publicKey() {
    return certificate;
  }

  @Override
  public byte[] sign(String algorithm, byte[] data) throws IOException {
    if (!certificate.namedAlgorithms().contains(algorithm)) {
      throw new IllegalArgumentException(certificate.type() + " cannot sign by " + algorithm);
    }
    return signer.sign(SignatureAlgorithms.plain(algorithm), data);
  }
}
