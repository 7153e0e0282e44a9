package org.sshlite.sshd.auth;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.lookup.Lookups;
import org.sshlite.sshd.lookup.NotAskedException;
import org.sshlite.sshd.pam.Pam;
import org.sshlite.sshd.process.Crypt;
import org.sshlite.sshd.process.Shadow;

/**
 * The passwords of the machine's own users by the shadow database alone, as sshd where PAM is not
 * asked. Who is locked or has expired does not get this far, see {@link
 * org.sshlite.sshd.account.AccountRules}.
 */
public final class ShadowPasswords {
  private static final Path FILE = Path.of("/etc/shadow");

  private final Crypt crypt;
  private final InstantSource clock;

  private ShadowPasswords(Crypt crypt, InstantSource clock) {
    this.crypt = crypt;
    this.clock = clock;
  }

  /** Empty where this machine cannot hash them. */
  public static Optional<ShadowPasswords> find() {
    return Crypt.find(FILE).map(crypt -> new ShadowPasswords(crypt, InstantSource.system()));
  }

  /**
   * What has come of a password that was right.
   *
   * @param expired whether it must be changed
   * @param notice what its user is told, a line, or nothing
   */
  record Right(boolean expired, String notice) {}

  /**
   * Whether it is the password; empty when not. Whoever asks, it takes as long. Blocks.
   *
   * @param user as the user database has him
   */
  Optional<Right> judge(String user, Pam.Candidate who, SecretBytes password, StderrLog log) {
    if (password.length() == 0 && !who.emptyPassword()) {
      return Optional.empty(); // as sshd: it is known before
    }
    try {
      Optional<Shadow> found = Lookups.USERS.ask(() -> entry(user, log), log);
      try {
        Optional<Shadow> asked = found.filter(_ -> who.may());
        return Lookups.PASSWORDS.ask(() -> matches(asked, password), log)
            ? asked.map(entry -> right(user, entry, log))
            : Optional.empty();
      } finally {
        found.ifPresent(Shadow::close);
      }
    } catch (NotAskedException e) {
      log.verbose(e.getMessage() + ": " + Printable.line(user));
      return Optional.empty();
    }
  }

  private static Optional<Shadow> entry(String user, StderrLog log) {
    try {
      return Shadow.of(user);
    } catch (IOException e) {
      log.error("nobody can be asked about the password: " + e.getMessage());
      return Optional.empty();
    }
  }

  private boolean matches(Optional<Shadow> entry, SecretBytes password) {
    if (entry.isEmpty()) {
      crypt.matchesNobodys(password);
      return false;
    }
    SecretBytes kept = entry.get().password();
    return kept.length() == 0 && password.length() == 0 || crypt.matches(password, kept);
  }

  private Right right(String user, Shadow entry, StderrLog log) {
    long today = Shadow.today(clock);
    Optional<String> expired = entry.passwordExpired(today);
    expired.ifPresent(
        why -> log.info("User %s password has expired (%s)".formatted(Printable.line(user), why)));
    return new Right(expired.isPresent(), expired.isPresent() ? "" : entry.passwordNotice(today));
  }
}
