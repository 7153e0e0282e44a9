package org.sshlite.knownhosts;

import java.time.InstantSource;
import java.util.List;
import org.sshlite.crypto.key.SignatureAlgorithms;

/**
 * What host certificates are judged by besides their CA.
 *
 * @param clock tells whether a certificate is valid now
 * @param caAlgorithms what a CA may have signed by: CASignatureAlgorithms
 */
public record CertificatePolicy(InstantSource clock, List<String> caAlgorithms) {
  public CertificatePolicy {
    caAlgorithms = List.copyOf(caAlgorithms);
  }

  /** The system's clock, and the algorithms of OpenSSH's default. */
  public static CertificatePolicy defaults() {
    return new CertificatePolicy(InstantSource.system(), SignatureAlgorithms.DEFAULT_CA);
  }
}
