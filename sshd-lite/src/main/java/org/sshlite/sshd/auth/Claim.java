package org.sshlite.sshd.auth;

import java.util.List;
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
 * @param closed why he may not log in here at all; empty where he may
 * @param prohibited whether RefuseConnection turns him away
 */
record Claim(
    String name,
    ServerConfig config,
    Account account,
    boolean own,
    boolean known,
    Optional<UsersFile.Standing> listed,
    String closed,
    boolean prohibited) {
  static final String UNKNOWN = "unknown user";

  /** Of a name of which nothing is known: nobody is let in by it. */
  static Claim unknown(String name, ServerConfig config, Account server) {
    return new Claim(name, config, server, false, false, Optional.empty(), UNKNOWN, false);
  }

  Claim closed(String reason) {
    return new Claim(name, config, account, own, known, listed, reason, prohibited);
  }

  /**
   * Why nobody is let in by the name, without what stands elsewhere; empty where he may be.
   *
   * @param read whether it is known what the users file says
   * @param refusal lines for the log
   */
  static String reason(boolean exists, boolean read, List<String> refusal) {
    if (!exists) {
      return UNKNOWN;
    }
    if (!refusal.isEmpty()) {
      return refusal.getLast().replaceFirst(".* not allowed because ", "");
    }
    return read ? "" : "the users file cannot be read";
  }

  /**
   * Why an attempt has failed.
   *
   * @param byModules whether PAM's account stage has had the last word
   */
  String reason(Attempt attempt, boolean byModules) {
    if (!valid()) {
      return closed;
    }
    if (byModules) {
      return "PAM does not let him in";
    }
    // of a key it was asked before
    boolean may = attempt.key().isPresent() || rootMay(attempt.step(), false);
    return may ? attempt.failure() : "PermitRootLogin";
  }

  /** Whether he may log in here at all. */
  boolean valid() {
    return closed.isEmpty();
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
