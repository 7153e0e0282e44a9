package org.sshlite.tests.file;

import java.io.IOException;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;

/**
 * Our server with files inside, and sshd with its sftp-server. Both take one cipher, so that no
 * client wins by what it proposes.
 */
record Servers(Server ours, Server openSsh) implements AutoCloseable {
  /** One that no side spends much on. */
  static final String CIPHER = "aes128-gcm@openssh.com";

  private static final String CIPHERS = "Ciphers " + CIPHER;

  static Servers start(Scratch scratch) throws IOException {
    return new Servers(
        LiteServer.start(scratch.newFolder(), CIPHERS, "Subsystem sftp internal-sftp"),
        OpenSshServer.start(
            scratch.newFolder(), CIPHERS, "Subsystem sftp " + Peers.path("sftp-server")));
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
