package org.sshlite.tests.sftp;

import java.io.IOException;
import java.nio.file.Path;
import org.sshlite.sshd.FilesApplication;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Target;

/** Our server inside this JVM, with an application's files and nothing else. */
record EmbeddedServer(SshServer server, Target target) implements AutoCloseable {
  /**
   * @param folder for keys
   */
  static EmbeddedServer start(Path folder, FilesApplication files) throws IOException {
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    KeyPair userKey = KeyPair.create(folder.resolve("user_key"));
    SshServer server =
        SshServer.start(
            ServerOptions.builder()
                .listen(Target.HOST, 0)
                .hostKey(hostKey.key())
                .publicKeys((_, offered) -> offered.equals(userKey.publicKey()))
                .files(files)
                .build());
    return new EmbeddedServer(
        server,
        new Target(
            Account.NAME, server.port(), hostKey.publicKey(), userKey, Account.PASSWORD, folder));
  }

  @Override
  public void close() {
    server.close();
  }
}
