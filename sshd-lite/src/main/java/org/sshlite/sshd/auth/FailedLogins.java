package org.sshlite.sshd.auth;

import java.time.Instant;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.session.ConnectionEnds;
import org.sshlite.sshd.session.LoginRecords;

/**
 * The record of those that were not let in, which lastb(1) shows: as sshd, of names that nobody has
 * and of what was typed wrongly. Of root's server; another could not write it.
 */
record FailedLogins(Accounts accounts) {
  void record(String name, ConnectionEnds ends) {
    if (accounts.serveAll()) {
      LoginRecords.system()
          .ifPresent(all -> all.failed(name, ends.host(), ends.remote(), Instant.now()));
    }
  }
}
