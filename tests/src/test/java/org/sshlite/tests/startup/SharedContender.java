package org.sshlite.tests.startup;

import java.nio.file.Path;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** A client that runs one command, by itself or through a master. */
enum SharedContender {
  SSH("ssh", Client.SSH, "none"),
  SSH_LITE("ssh-lite", Client.SSH_LITE, "none"),
  SSH_THROUGH_SSH("ssh through ssh's", Client.SSH, "ssh"),
  SSH_THROUGH_OURS("ssh through ours", Client.SSH, "ssh-lite"),
  SSH_LITE_THROUGH_SSH("ssh-lite through ssh's", Client.SSH_LITE, "ssh"),
  SSH_LITE_THROUGH_OURS("ssh-lite through ours", Client.SSH_LITE, "ssh-lite");

  private static final String MANY =
      "n=$0; while [ $n -gt 0 ]; do \"$@\" & n=$((n - 1)); done; wait";

  private final String title;
  private final Client client;
  private final String master;

  SharedContender(String title, Client client, String master) {
    this.title = title;
    this.client = client;
    this.master = master;
  }

  String title() {
    return title;
  }

  /**
   * @param folder where the masters' sockets are
   */
  Program runTrue(Target target, Path folder) {
    String socket = master.equals("none") ? master : folder.resolve(master).toString();
    return Login.to(target).extra("-S", socket).command("true").by(client);
  }

  /** So many at once. */
  Program runMany(int count, Target target, Path folder) {
    Program one = runTrue(target, folder);
    return Program.of("sh", "-c", MANY, "" + count)
        .with(one.command().toArray(String[]::new))
        .env(one.environment());
  }
}
