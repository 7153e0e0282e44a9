package org.sshlite.sshd.auth;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.StderrLog;

/**
 * The principals of certificates that may log in as a user, AuthorizedPrincipalsFile and
 * AuthorizedPrincipalsCommand of sshd_config(5): one a line, options in front.
 *
 * @param sources asked in this order; none where the user has none: then nobody is a principal
 */
record AuthorizedPrincipals(List<TrustedLines> sources, StderrLog log) {
  /** A line about one of a certificate's principals. */
  record Match(String principal, KeyGrant grant, String place) {}

  /** The first line with one of {@code principals}. */
  Optional<Match> find(List<String> principals) {
    for (TrustedLines source : sources) {
      LineLimit limit = new LineLimit(log);
      Optional<Match> match =
          source.first(
              line -> limit.isReached() ? Optional.empty() : match(line, principals, limit));
      if (match.isPresent()) {
        return match;
      }
    }
    return Optional.empty();
  }

  private Optional<Match> match(TrustedLines.Line line, List<String> principals, LineLimit limit) {
    // as OpenSSH: a principal holds no blank, and nothing holds a number sign
    int comment = line.text().indexOf('#');
    String text = (comment < 0 ? line.text() : line.text().substring(0, comment)).strip();
    int blank = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\t'));
    String principal = text.substring(blank + 1);
    if (principal.isEmpty() || !principals.contains(principal)) {
      return Optional.empty();
    }
    try {
      KeyGrant grant = KeyGrant.parse(text.substring(0, Math.max(blank, 0)).strip());
      return Optional.of(new Match(principal, grant, line.place()));
    } catch (MalformedException e) {
      log.debug(
          "%s: principal %s refused: %s"
              .formatted(line.place(), Printable.line(principal), e.getMessage()));
      limit.unusable(line);
      return Optional.empty();
    }
  }
}
