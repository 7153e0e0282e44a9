package org.sshlite.sshd.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Shadow;

/**
 * Whether an account may be logged in to at all, in sshd's words.
 *
 * @param pam whether PAM is asked, which then says who is locked and what has expired
 * @param chrooted whether the shell is looked for elsewhere
 */
public record AccountRules(boolean pam, boolean chrooted, Clock clock) {
  private static final String LOCKED = "account is locked";

  /**
   * Why not, lines for the log; none where it may. Reads files.
   *
   * @param notices told what its user is to know, a line, where it may
   */
  public List<String> refusal(Account account, Consumer<String> notices) {
    String name = Printable.line(account.name());
    String user = "User " + name + " not allowed because ";
    Optional<Shadow> shadow;
    try {
      shadow = pam ? Optional.empty() : Shadow.of(account.name());
    } catch (IOException e) {
      return List.of(user + "nobody can be asked about the account: " + e.getMessage());
    }
    try (Shadow entry = shadow.orElse(Shadow.OPEN)) {
      // as sshd: where the shadow database says nothing, the user database's own word counts
      if (entry.isLocked() || !pam && shadow.isEmpty() && account.locked()) {
        return List.of(user + LOCKED);
      }
      if (entry.hasExpired(Shadow.today(clock))) {
        return List.of("Account " + name + " has expired", user + LOCKED);
      }
      notices.accept(entry.accountNotice(Shadow.today(clock)));
    }
    if (chrooted) {
      return List.of();
    }
    Path shell = Path.of(account.shell());
    if (!Files.exists(shell)) {
      return List.of(user + "shell " + Printable.line(account.shell()) + " does not exist");
    }
    return Files.isRegularFile(shell) && Files.isExecutable(shell)
        ? List.of()
        : List.of(user + "shell " + Printable.line(account.shell()) + " is not executable");
  }
}
