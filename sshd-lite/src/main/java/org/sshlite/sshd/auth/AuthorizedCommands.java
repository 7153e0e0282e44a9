package org.sshlite.sshd.auth;

import java.time.Duration;
import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.config.LoginSettings;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Setting;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;

/**
 * The programs that the configuration has asked about one login.
 *
 * @param user the name that logs in
 * @param own whether the user is the account; if not only a program that is told his name is asked
 */
record AuthorizedCommands(
    ServerConfig config,
    Accounts accounts,
    Account account,
    String user,
    boolean own,
    ConnectionEnds ends,
    StderrLog log) {
  /** Where LoginGraceTime is none: OpenSSH's, which is all that limits these programs there. */
  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** Who is asked about a key; empty for nobody. */
  Optional<TrustedLines> keys(PublicKey key) {
    return command(
        LoginSettings.AUTHORIZED_KEYS_COMMAND,
        LoginSettings.AUTHORIZED_KEYS_COMMAND_USER,
        CommandTokens.of(account, user, ends, key),
        true);
  }

  /** Who is asked about the principals of a certificate; empty for nobody. */
  Optional<TrustedLines> principals(Certificate certificate) {
    return command(
        LoginSettings.AUTHORIZED_PRINCIPALS_COMMAND,
        LoginSettings.AUTHORIZED_PRINCIPALS_COMMAND_USER,
        CommandTokens.of(account, user, ends, certificate),
        false);
  }

  /**
   * @param named whether a program without an argument gets the user's name
   */
  private Optional<TrustedLines> command(
      Setting<String> command, Setting<String> runner, CommandTokens tokens, boolean named) {
    String text = config.get(command);
    boolean told = text.replace("%%", "").contains("%u") || named && text.matches("\\S+");
    if (text.isEmpty() || !own && !told) {
      return Optional.empty();
    }
    if (config.get(runner).isEmpty()) {
      log.error("No user for " + command.name() + " specified, skipping");
      return Optional.empty();
    }
    Duration grace = config.get(Settings.LOGIN_GRACE_TIME);
    return Optional.of(
        new AuthorizedCommand(
            command.name(),
            text,
            config.get(runner),
            tokens,
            named ? text : "(command)",
            user,
            named,
            accounts,
            grace.isZero() ? LIMIT : grace,
            log));
  }
}
