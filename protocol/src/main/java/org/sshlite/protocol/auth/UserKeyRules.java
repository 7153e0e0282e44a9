package org.sshlite.protocol.auth;

import java.util.List;
import org.sshlite.crypto.key.RsaPublicKey;

/**
 * What a key must be before an application is asked about it.
 *
 * @param algorithms those it may sign by, certificates' names apart
 * @param minimumRsaBits of its modulus, and of that of the CA of a certificate
 */
public record UserKeyRules(List<String> algorithms, int minimumRsaBits) {
  public UserKeyRules {
    algorithms = List.copyOf(algorithms);
  }

  /** With the usual minimum for RSA keys. */
  static UserKeyRules of(List<String> algorithms) {
    return new UserKeyRules(algorithms, RsaPublicKey.DEFAULT_MINIMUM_BITS);
  }
}
