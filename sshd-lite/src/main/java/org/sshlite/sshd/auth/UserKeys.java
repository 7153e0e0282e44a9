package org.sshlite.sshd.auth;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;

/**
 * All that says which keys a user may log in with, asked in sshd's order: what is revoked, what the
 * user's files name, whom the trusted CAs certify.
 *
 * @param server who reads the files of the configuration
 * @param log told why a key is refused, and by which line it is accepted
 */
record UserKeys(ServerConfig config, UserFiles files, Actor server, StderrLog log) {
  Optional<KeyGrant> find(KeyAttempt attempt) {
    Optional<String> revoked =
        path(config.get(Settings.REVOKED_KEYS))
            .flatMap(file -> new RevokedKeys(file).refusal(attempt.key()));
    if (revoked.isPresent()) {
      log.error(revoked.get());
      return Optional.empty();
    }
    return authorizedKeys()
        .find(attempt)
        .or(() -> trustedCas().flatMap(trusted -> trusted.find(attempt)));
  }

  private AuthorizedKeys authorizedKeys() {
    List<TrustedFile> found =
        config.get(Settings.AUTHORIZED_KEYS_FILE).stream()
            .map(files::file)
            .flatMap(Optional::stream)
            .toList();
    return new AuthorizedKeys(found, config.get(Settings.CA_SIGNATURE_ALGORITHMS), log);
  }

  private Optional<TrustedUserCas> trustedCas() {
    String principals = config.get(Settings.AUTHORIZED_PRINCIPALS_FILE);
    // a user without such a file of his own has no principals: his name does not take their place
    Optional<AuthorizedPrincipals> authorized =
        principals.isEmpty()
            ? Optional.empty()
            : Optional.of(new AuthorizedPrincipals(files.file(principals), log));
    return path(config.get(Settings.TRUSTED_USER_CA_KEYS))
        .map(
            file ->
                new TrustedUserCas(
                    new TrustedFile(file, Optional.empty(), server, log),
                    authorized,
                    config.get(Settings.CA_SIGNATURE_ALGORITHMS),
                    log));
  }

  private static Optional<Path> path(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name).toAbsolutePath());
  }
}
