package org.sshlite.tests.latency;

import java.nio.file.Path;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/**
 * A server that is a program of the tests, in a process of its own. It is told a port, its host
 * key's file and that of the one user key it lets in, and says the port it took.
 */
final class ProgramServer implements Server {
  private final Running process;
  private final Target target;

  private ProgramServer(Running process, Target target) {
    this.process = process;
    this.target = target;
  }

  static ProgramServer start(Program program, Path folder) {
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    KeyPair userKey = KeyPair.create(folder.resolve("user_key"));
    Running process = program.with("0", "" + hostKey.file(), userKey.file() + ".pub").start();
    process.awaitOutput("\n");
    int port = Integer.parseInt(process.output().strip());
    return new ProgramServer(
        process,
        new Target(
            System.getProperty("user.name"), port, hostKey.publicKey(), userKey, "", folder));
  }

  @Override
  public Target target() {
    return target;
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
