package org.sshlite.sshd.auth;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.config.LoginSettings;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;

/**
 * All that says which keys a user may log in with, asked in sshd's order: what is revoked, what the
 * user's files name, whom the trusted CAs certify, what a program says.
 *
 * @param commands the programs; empty for a user who may not log in, whose name is for none
 * @param server who reads the files of the configuration
 * @param log told why a key is refused, and by which line it is accepted
 */
record UserKeys(
    ServerConfig config,
    UserFiles files,
    Optional<AuthorizedCommands> commands,
    Actor server,
    StderrLog log) {
  Optional<KeyGrant> find(KeyAttempt attempt) {
    Optional<String> revoked =
        config.get(Settings.REVOKED_KEYS).stream()
            .flatMap(file -> new RevokedKeys(Path.of(file)).refusal(attempt.key()).stream())
            .findFirst();
    if (revoked.isPresent()) {
      log.error(revoked.get());
      return Optional.empty();
    }
    return authorizedKeys(ofFiles())
        .find(attempt)
        .or(() -> trustedCas(attempt).flatMap(trusted -> trusted.find(attempt)))
        .or(() -> authorizedKeys(ofCommand(attempt)).find(attempt))
        .map(KeyGrant::judged);
  }

  private List<TrustedLines> ofFiles() {
    return config.get(Settings.AUTHORIZED_KEYS_FILE).stream()
        .<TrustedLines>flatMap(name -> files.files(name, "authorized keys").stream())
        .toList();
  }

  private List<TrustedLines> ofCommand(KeyAttempt attempt) {
    return commands.flatMap(named -> named.keys(attempt.key())).stream().toList();
  }

  private AuthorizedKeys authorizedKeys(List<TrustedLines> sources) {
    return new AuthorizedKeys(sources, config.get(Settings.CA_SIGNATURE_ALGORITHMS), log);
  }

  private Optional<TrustedUserCas> trustedCas(KeyAttempt attempt) {
    if (attempt.certificate().isEmpty()) {
      return Optional.empty();
    }
    Certificate certificate = attempt.certificate().get();
    return path(config.get(Settings.TRUSTED_USER_CA_KEYS))
        .map(
            file ->
                new TrustedUserCas(
                    new TrustedFile(file, "", Optional.empty(), server, log),
                    principals(certificate),
                    config.get(Settings.CA_SIGNATURE_ALGORITHMS),
                    log));
  }

  /** A user without a file of his own has no principals: his name does not take their place. */
  private Optional<AuthorizedPrincipals> principals(Certificate certificate) {
    String file = config.get(Settings.AUTHORIZED_PRINCIPALS_FILE);
    if (file.isEmpty() && config.get(LoginSettings.AUTHORIZED_PRINCIPALS_COMMAND).isEmpty()) {
      return Optional.empty();
    }
    List<TrustedLines> sources = new ArrayList<>();
    if (!file.isEmpty()) {
      sources.addAll(files.files(file, "authorized principals"));
    }
    commands.flatMap(named -> named.principals(certificate)).ifPresent(sources::add);
    return Optional.of(new AuthorizedPrincipals(List.copyOf(sources), log));
  }

  private static Optional<Path> path(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name).toAbsolutePath());
  }
}
