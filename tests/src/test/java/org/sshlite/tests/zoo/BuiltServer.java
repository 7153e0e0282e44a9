package org.sshlite.tests.zoo;

import java.nio.file.Path;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/**
 * A server on a library of others: one of the programs under {@code src/zoo}. They read in their
 * environment what they need, and say the port they took.
 */
record BuiltServer(Target target, Running process) implements Server {
  static BuiltServer start(Program program, Path folder, Keys user, boolean rekeys) {
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    program.env("ZOO_HOST_KEY", hostKey.file().toString());
    program.env("ZOO_AUTHORIZED_KEYS", user.authorized(folder.resolve("keys")).toString());
    program.env("ZOO_USER", Account.NAME).env("ZOO_PASSWORD", Account.PASSWORD);
    if (rekeys) {
      program.env("ZOO_REKEY", "" + ServerDriver.REKEY_BYTES);
    }
    Running process = program.start();
    process.awaitOutput("\n");
    int port = Integer.parseInt(process.output().strip());
    KeyPair identity = user.of("ssh-ed25519");
    Target target =
        new Target(Account.NAME, port, hostKey.publicKey(), identity, Account.PASSWORD, folder);
    return new BuiltServer(target, process);
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public String log() {
    return process.errors();
  }

  @Override
  public void awaitLog(String text) {
    process.awaitErrors(text);
  }

  @Override
  public void close() {
    process.close();
  }
}
