package org.sshlite.sshd.account;

import java.util.Optional;
import org.sshlite.sshd.lookup.Lookups;
import org.sshlite.sshd.process.Account;

/**
 * Whose names lead to an account here: root's server has all of the machine's users, any other has
 * the one who started it.
 *
 * @param own the user of this process
 * @param lookups how its databases are asked
 */
public record Accounts(Account own, Lookups lookups) {
  /** With the look-ups that all servers of this process share. */
  public Accounts(Account own) {
    this(own, Lookups.USERS);
  }

  /** Asks the user database, which may be far away: to be called by {@link #lookups}. */
  public Optional<Account> find(String name) {
    if (name.equals(own.name())) {
      return Optional.of(own);
    }
    return serveAll() ? Account.byName(name) : Optional.empty();
  }

  /** Whether all of the machine's users are served. */
  public boolean serveAll() {
    return own.uid() == Account.ROOT;
  }

  /** Who acts for an account. */
  public Actor actor(Account account) {
    return Actor.of(account, own.uid());
  }
}
