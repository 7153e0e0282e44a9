package org.sshlite.tests.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/** OpenSSH's agent. Closing ends it. */
public record OpenSshAgent(Running agent, Path socket) implements AutoCloseable {
  public static void require() {
    Peers.require("ssh-agent", "ssh-add");
  }

  /** Without keys. */
  public static OpenSshAgent start(Path socket) {
    return started(program(socket), socket);
  }

  /** One where nobody confirms. */
  public static OpenSshAgent startUnattended(Path socket) {
    return started(
        program(socket).env("SSH_ASKPASS", "/bin/false").env("SSH_ASKPASS_REQUIRE", "force"),
        socket);
  }

  private static Program program(Path socket) {
    return Program.of(Peers.path("ssh-agent"), "-D", "-a", socket.toString());
  }

  private static OpenSshAgent started(Program program, Path socket) {
    Running agent = program.start();
    Awaitility.await().until(() -> Files.exists(socket));
    return new OpenSshAgent(agent, socket);
  }

  /** Gives it a key, by the arguments of ssh-add(1). */
  public OpenSshAgent add(String... arguments) {
    Program.of(Peers.path("ssh-add"), "-q")
        .with(arguments)
        .env("SSH_AUTH_SOCK", socket.toString())
        .runWell();
    return this;
  }

  @Override
  public void close() {
    agent.close();
  }
}
