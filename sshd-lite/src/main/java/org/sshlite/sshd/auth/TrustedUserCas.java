package org.sshlite.sshd.auth;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.PublicKeys;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.program.config.StderrLog;

/**
 * The CAs whose certificates let users in, TrustedUserCAKeys of sshd_config(5).
 *
 * @param file with their public keys
 * @param principals the user's; empty without AuthorizedPrincipalsFile: then a certificate names
 *     the user
 * @param caAlgorithms what CAs may have signed by
 */
record TrustedUserCas(
    TrustedFile file,
    Optional<AuthorizedPrincipals> principals,
    List<String> caAlgorithms,
    StderrLog log) {
  /** What the attempt's certificate grants; empty for a plain key. */
  Optional<KeyGrant> find(KeyAttempt attempt) {
    Optional<Certificate> certificate = attempt.certificate();
    if (certificate.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> place = place(certificate.get().caKey());
    if (place.isEmpty()) {
      log.verbose(
          "CA %s is not listed in %s"
              .formatted(KeyNames.of(certificate.get().caKey()), file.name()));
      return Optional.empty();
    }
    return switch (judge(certificate.get(), attempt)) {
      case KeyVerdict.Granted(var grant) -> {
        log.verbose(KeyNames.acceptance(certificate.get(), place.get()));
        yield Optional.of(grant);
      }
      case KeyVerdict.Refused(var reason) -> {
        log.error(KeyNames.refusal(certificate.get(), place.get(), reason));
        yield Optional.empty();
      }
    };
  }

  /** Where the CA is trusted. Options and certificates have no meaning there: such lines do not. */
  private Optional<String> place(PublicKey ca) {
    return file.first(line -> place(line, ca));
  }

  private Optional<String> place(TrustedLines.Line line, PublicKey ca) {
    if (!PublicKeyLine.holdsKey(line.text())) {
      return Optional.empty();
    }
    try {
      PublicKeyLine key =
          PublicKeyLine.parse(
              line.text(), blob -> PublicKeys.read(blob, RsaPublicKey.LEAST_MINIMUM_BITS));
      if (key.options().isEmpty()) {
        return key.key().equals(ca) ? Optional.of(line.place()) : Optional.empty();
      }
      log.info(line.place() + ": a CA has no options: ignored");
    } catch (MalformedException e) {
      log.info(line.place() + ": no CA's key: " + e.getMessage());
    }
    return Optional.empty();
  }

  private KeyVerdict judge(Certificate certificate, KeyAttempt attempt) {
    UserCertificate user = new UserCertificate(certificate, attempt, caAlgorithms);
    if (principals.isEmpty()) {
      return user.judge(Optional.empty(), KeyGrant.ALL.withoutTouch());
    }
    Optional<AuthorizedPrincipals.Match> match =
        principals.get().find(certificate.fields().principals());
    if (match.isEmpty()) {
      return user.judge(Optional.of(List.of()), KeyGrant.ALL);
    }
    KeyGrant line = match.get().grant();
    Optional<String> refusal =
        line.certAuthority()
            ? Optional.of("is marked cert-authority, which is for keys")
            : line.refusal(attempt.host(), attempt.address(), attempt.time());
    return refusal
        .<KeyVerdict>map(
            why -> new KeyVerdict.Refused("the principal at " + match.get().place() + " " + why))
        .orElseGet(() -> user.judge(Optional.of(List.of(match.get().principal())), line));
  }
}
