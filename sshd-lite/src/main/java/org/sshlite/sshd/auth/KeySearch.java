package org.sshlite.sshd.auth;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;

/**
 * Looks for the keys of those who want to log in.
 *
 * @param config what holds for the user
 */
record KeySearch(ServerConfig config, Accounts accounts, ConnectionEnds ends, StderrLog log) {
  private static final StderrLog SILENT = new StderrLog(LogLevel.QUIET);

  /**
   * What a key grants to a user.
   *
   * @param account that he would run as
   * @param own whether the name is the account's
   */
  Optional<KeyGrant> find(String user, Account account, boolean own, PublicKey key) {
    AuthorizedCommands commands =
        new AuthorizedCommands(config, accounts, account, user, own, ends, log);
    return find(user, account, own, key, Optional.of(commands), log);
  }

  /**
   * For a user who is not there the same files are read: time must not tell. What they say of the
   * account's keys is not told. As by OpenSSH no program is told of names that strangers make up.
   */
  void inVain(Account account, PublicKey key) {
    Optional<KeyGrant> _ = find(account.name(), account, true, key, Optional.empty(), SILENT);
  }

  private Optional<KeyGrant> find(
      String user,
      Account account,
      boolean own,
      PublicKey key,
      Optional<AuthorizedCommands> commands,
      StderrLog told) {
    UserFiles files =
        new UserFiles(account, user, own, modes(account), accounts.actor(account), told);
    KeyAttempt attempt = new KeyAttempt(key, user, ends.host(), ends.remote(), Instant.now());
    return new UserKeys(config, files, commands, accounts.actor(accounts.own()), told)
        .find(attempt);
  }

  private Optional<StrictModes> modes(Account account) {
    return config.get(Settings.STRICT_MODES)
        ? Optional.of(new StrictModes(Path.of(account.home()), account.uid()))
        : Optional.empty();
  }
}
