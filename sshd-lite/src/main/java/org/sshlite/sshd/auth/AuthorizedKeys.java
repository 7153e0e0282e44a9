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
import org.sshlite.program.config.LogLevel;
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
      Search search = new Search(attempt);
      Optional<Found> found = source.first(search::find);
      search.tellRest();
      if (found.isPresent()) {
        log.verbose(found.get().told());
        return found.map(Found::grant);
      }
    }
    return Optional.empty();
  }

  /**
   * Through one source. Whoever can write it can have a server without any login of his read
   * thousands of lines about a key, again and again: what they are worth in a log, which is
   * everybody's, and in time is limited.
   */
  private final class Search {
    private final KeyAttempt attempt;
    private final LineLimit limit = new LineLimit(log);

    Search(KeyAttempt attempt) {
      this.attempt = attempt;
    }

    void tellRest() {
      limit.tellRest();
    }

    Optional<Found> find(TrustedLines.Line text) {
      if (limit.isReached()
          || text.text().length() < SHORTEST
          || !PublicKeyLine.holdsKey(text.text())) {
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
      return line.key().equals(wanted) ? find(text, line) : Optional.empty();
    }

    private Optional<Found> find(TrustedLines.Line text, PublicKeyLine line) {
      String place = text.place();
      KeyGrant grant;
      try {
        grant = KeyGrant.parse(line.options());
      } catch (MalformedException e) {
        log.debug(refusal(place, line.key(), "refused: " + e.getMessage()));
        limit.unusable(text);
        return Optional.empty();
      }
      // a CA's key is no user's, and a user's no CA's
      if (grant.certAuthority() != attempt.certificate().isPresent()) {
        log.debug(
            refusal(place, line.key(), grant.certAuthority() ? "is a CA's" : "is not a CA's"));
        return Optional.empty();
      }
      if (!grant.isFrom(attempt.host(), attempt.address())) {
        // sshd's words: what reads logs looks for a key that is right in another place
        limit.tell(
            text,
            LogLevel.INFO,
            () ->
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
        log.debug(refusal(place, line.key(), refusal.get()));
        return Optional.empty();
      }
      if (attempt.certificate().isPresent()) {
        return certified(text, attempt.certificate().get(), grant);
      }
      return Optional.of(
          new Found(grant, "Accepted key " + KeyNames.of(line.key()) + " found at " + place));
    }

    private Optional<Found> certified(
        TrustedLines.Line text, Certificate certificate, KeyGrant line) {
      return switch (new UserCertificate(certificate, attempt, caAlgorithms)
          .judge(line.principals(), line)) {
        case KeyVerdict.Granted(var grant) ->
            Optional.of(new Found(grant, KeyNames.acceptance(certificate, text.place())));
        case KeyVerdict.Refused(var reason) -> {
          limit.tell(
              text, LogLevel.ERROR, () -> KeyNames.refusal(certificate, text.place(), reason));
          yield Optional.empty();
        }
      };
    }
  }

  private static String refusal(String place, PublicKey key, String why) {
    return place + ": key " + key.fingerprint() + " " + why;
  }
}
