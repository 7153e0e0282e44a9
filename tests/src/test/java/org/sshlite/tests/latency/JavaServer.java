package org.sshlite.tests.latency;

import java.nio.file.Path;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/**
 * A server that is a main class here, in a process of its own. It is told its host key's file and
 * that of the one user key it lets in, and says its port.
 */
final class JavaServer implements Server {
  private final Running process;
  private final Target target;

  private JavaServer(Running process, Target target) {
    this.process = process;
    this.target = target;
  }

  static JavaServer start(Class<?> main, Path folder) {
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    KeyPair userKey = KeyPair.create(folder.resolve("user_key"));
    Program program =
        main == MinaServer.class
            ? Program.of(Path.of(System.getProperty("java.home"), "bin", "java"))
                .with("-cp", System.getProperty("java.class.path"), main.getName())
            : OurProgram.java(main.getName());
    Running process = program.with("" + hostKey.file(), "" + userKey.file()).start();
    process.awaitOutput("\n");
    int port = Integer.parseInt(process.output().strip());
    return new JavaServer(
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
