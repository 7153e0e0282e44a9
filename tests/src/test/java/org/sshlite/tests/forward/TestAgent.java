package org.sshlite.tests.forward;

import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;

/** OpenSSH's agent with one key. */
record TestAgent(Running agent, Path socket) implements AutoCloseable {
  static TestAgent start(Path folder, Path key) {
    Peers.require("ssh-agent", "ssh-add");
    Path socket = folder.resolve("agent");
    Running agent = Program.of(Peers.path("ssh-agent"), "-D", "-a", socket.toString()).start();
    Awaitility.await().until(() -> Files.exists(socket));
    Program.of(Peers.path("ssh-add"), "-q", key.toString())
        .env("SSH_AUTH_SOCK", socket.toString())
        .runWell();
    return new TestAgent(agent, socket);
  }

  @Override
  public void close() {
    agent.close();
  }
}
