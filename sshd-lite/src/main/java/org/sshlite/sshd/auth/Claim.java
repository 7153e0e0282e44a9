package org.sshlite.sshd.auth;

import java.util.Optional;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.process.Account;

/**
 * Who somebody says to be, and what is known of that name.
 *
 * @param name as it came; empty before the first request. Not escaped
 * @param config what holds for him
 * @param account that he would run as, or else that of the server
 * @param own whether he would run as an account at all
 * @param known whether the name is that account's
 * @param listed what the users file says of him
 * @param valid whether he may log in here at all
 * @param prohibited whether RefuseConnection turns him away
 */
record Claim(
    String name,
    ServerConfig config,
    Account account,
    boolean own,
    boolean known,
    Optional<UsersFile.Standing> listed,
    boolean valid,
    boolean prohibited) {
  /** Of a name of which nothing is known: nobody is let in by it. */
  static Claim unknown(String name, ServerConfig config, Account server) {
    return new Claim(name, config, server, false, false, Optional.empty(), false, false);
  }

  Claim withValid(boolean may) {
    return new Claim(name, config, account, own, known, listed, may, prohibited);
  }

  boolean isListed() {
    return listed.isPresent();
  }

  /**
   * PermitRootLogin: it is about the account that is logged in to, whatever the name. Who has none
   * has no session either, and nothing of root's.
   */
  boolean rootMay(String method, boolean forcedCommand) {
    return !own
        || account.uid() != Account.ROOT
        || config.get(Settings.PERMIT_ROOT_LOGIN).permits(method, forcedCommand);
  }
}
