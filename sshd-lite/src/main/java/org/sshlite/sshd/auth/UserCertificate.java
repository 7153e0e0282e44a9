package org.sshlite.sshd.auth;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateRules;
import org.sshlite.crypto.cert.CertificateVerdict;

/**
 * A user's certificate whose CA is trusted: whether it is good for this user, here and now.
 *
 * @param caAlgorithms what the CA may have signed by (CASignatureAlgorithms)
 */
record UserCertificate(Certificate certificate, KeyAttempt attempt, List<String> caAlgorithms) {
  /**
   * @param principals of which it must name one, in place of the user; empty for none such
   * @param line what trusts the CA grants, or the line of the principal
   */
  KeyVerdict judge(Optional<List<String>> principals, KeyGrant line) {
    List<String> named = certificate.fields().principals();
    if (principals.isPresent() && principals.get().stream().noneMatch(named::contains)) {
      return new KeyVerdict.Refused("Certificate does not contain an authorized principal");
    }
    Optional<String> user = principals.isPresent() ? Optional.empty() : Optional.of(attempt.user());
    return switch (CertificateRules.user(
        certificate, user, attempt.source(), attempt.time(), caAlgorithms)) {
      case CertificateVerdict.Refused refused -> new KeyVerdict.Refused(refused.explanation());
      case CertificateVerdict.Accepted(var permissions)
          when permissions.sourceAddresses().isPresent() && attempt.source().isEmpty() ->
          new KeyVerdict.Refused("source-address, and where the user comes from is not known");
      case CertificateVerdict.Accepted(var permissions) ->
          line.and(KeyGrant.of(permissions))
              .<KeyVerdict>map(KeyVerdict.Granted::new)
              .orElse(new KeyVerdict.Refused("forced command options do not match"));
    };
  }
}
