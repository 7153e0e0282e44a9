package org.sshlite.tests.file;

import java.io.IOException;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;

/** Our server with files inside, and sshd with its sftp-server. */
record Servers(Server ours, Server openSsh) implements AutoCloseable {
  static Servers start(Scratch scratch) throws IOException {
    return new Servers(
        LiteServer.start(scratch.newFolder(), "Subsystem sftp internal-sftp"),
        OpenSshServer.start(scratch.newFolder(), "Subsystem sftp " + Peers.path("sftp-server")));
  }

  Server of(boolean ourServer) {
    return ourServer ? ours : openSsh;
  }

  @Override
  public void close() {
    ours.close();
    openSsh.close();
  }
}
