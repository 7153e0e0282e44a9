package org.sshlite.sshd.auth;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.PublicKeys;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.config.AddressList;

/**
 * The keys a user may log in with, and the CAs whose certificates, sshd(8) AUTHORIZED_KEYS FILE
 * FORMAT.
 *
 * @param sources asked in this order
 * @param caAlgorithms what CAs may have signed by
 */
record AuthorizedKeys(List<TrustedLines> sources, List<String> caAlgorithms, StderrLog log) {
  /**
   * Characters: an Ed25519 key alone has 68. What is wrong with a line that has none costs more
   * than to look through one, and a file has room for a million that are short.
   */
  private static final int SHORTEST = 40;

  /**
   * A line that lets a key be used.
   *
   * @param told to the log, once the line is believed: a program that says it may fail yet
   */
  private record Found(KeyGrant grant, String told) {}

  /** The grant of the first line that is about the key and lets it be used. */
  Optional<KeyGrant> find(KeyAttempt attempt) {
    for (TrustedLines source : sources) {
      Optional<Found> found = source.first(line -> find(line, attempt));
      if (found.isPresent()) {
        log.verbose(found.get().told());
        return found.map(Found::grant);
      }
    }
    return Optional.empty();
  }

  private Optional<Found> find(TrustedLines.Line text, KeyAttempt attempt) {
    if (text.text().length() < SHORTEST || !PublicKeyLine.holdsKey(text.text())) {
      return Optional.empty();
    }
    PublicKeyLine line;
    try {
      // how long an RSA key must be was settled before it came here
      line =
          PublicKeyLine.parse(
              text.text(), blob -> PublicKeys.read(blob, RsaPublicKey.LEAST_MINIMUM_BITS));
    } catch (MalformedException e) {
      log.debug(text.place() + ": " + e.getMessage());
      return Optional.empty();
    }
    PublicKey wanted = attempt.certificate().map(Certificate::caKey).orElse(attempt.key());
    return line.key().equals(wanted) ? find(text.place(), line, attempt) : Optional.empty();
  }

  private Optional<Found> find(String place, PublicKeyLine line, KeyAttempt attempt) {
    KeyGrant grant;
    try {
      grant = KeyGrant.parse(line.options());
    } catch (MalformedException e) {
      log.info(refusal(place, line.key(), "refused: " + e.getMessage()));
      return Optional.empty();
    }
    // a CA's key is no user's, and a user's no CA's
    if (grant.certAuthority() != attempt.certificate().isPresent()) {
      log.verbose(
          refusal(place, line.key(), grant.certAuthority() ? "is a CA's" : "is not a CA's"));
      return Optional.empty();
    }
    if (!grant.isFrom(attempt.host(), attempt.address())) {
      // sshd's words: what reads logs looks for a key that is right in another place
      log.info(
          place
              + ": Authentication tried for %s with correct key but not from a permitted host"
                  .formatted(LoggedName.of(attempt.user()))
              + " (host=%s, ip=%s, required=%s)."
                  .formatted(
                      attempt.host(),
                      attempt.address(),
                      Printable.line(grant.from().map(AddressList::toString).orElse(""))));
      return Optional.empty();
    }
    Optional<String> refusal = grant.refusal(attempt.host(), attempt.address(), attempt.time());
    if (refusal.isPresent()) {
      log.info(refusal(place, line.key(), refusal.get()));
      return Optional.empty();
    }
    if (attempt.certificate().isPresent()) {
      return certified(place, attempt.certificate().get(), attempt, grant);
    }
    return Optional.of(
        new Found(grant, "Accepted key " + KeyNames.of(line.key()) + " found at " + place));
  }

  private static String refusal(String place, PublicKey key, String why) {
    return place + ": key " + key.fingerprint() + " " + why;
  }

  private Optional<Found> certified(
      String place, Certificate certificate, KeyAttempt attempt, KeyGrant line) {
    return switch (new UserCertificate(certificate, attempt, caAlgorithms)
        .judge(line.principals(), line)) {
      case KeyVerdict.Granted(var grant) ->
          Optional.of(new Found(grant, KeyNames.acceptance(certificate, place)));
      case KeyVerdict.Refused(var reason) -> {
        log.error(KeyNames.refusal(certificate, place, reason));
        yield Optional.empty();
      }
    };
  }
}
