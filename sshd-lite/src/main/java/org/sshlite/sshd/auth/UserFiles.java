package org.sshlite.sshd.auth;

import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.UserTokens;

/**
 * Where the configuration says that a user's files are: names with tokens, relative ones in the
 * account's home folder.
 *
 * @param own whether the user is the account; if not he has no folder of his own, and only files
 *     that carry his name are his
 * @param actor who reads them: a link of his that leads to another's file is not followed by root
 */
record UserFiles(
    Account account,
    String user,
    boolean own,
    Optional<StrictModes> modes,
    Actor actor,
    StderrLog log) {
  /** Empty where the file is not this user's. */
  Optional<TrustedFile> file(String name) {
    return own || name.replace("%%", "").contains("%u")
        ? Optional.of(new TrustedFile(expand(name), modes, actor, log))
        : Optional.empty();
  }

  private Path expand(String file) {
    String text = new UserTokens(account, user).expand(file);
    String fromHome = text.startsWith("~/") ? text.substring(2) : text;
    return Path.of(account.home()).resolve(fromHome);
  }
}
