package org.sshlite.sshd.auth;

import java.time.Instant;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.session.ConnectionEnds;
import org.sshlite.sshd.session.LoginRecords;

/**
 * The record of those that were not let in, which lastb(1) shows: as sshd, of names that nobody has
 * and of what was typed wrongly. Of root's server; another could not write it. Nobody waits for it:
 * time would tell which names there are.
 */
record FailedLogins(Accounts accounts) {
  void record(String name, ConnectionEnds ends) {
    if (!accounts.serveAll()) {
      return;
    }
    Instant now = Instant.now();
    LoginRecords.system()
        .ifPresent(
            all -> {
              try {
                Threads.virtual("btmp", () -> all.failed(name, ends.host(), ends.remote(), now));
              } catch (NoThreadException _) {
                return; // the log tells of it all the same
              }
            });
  }
}
