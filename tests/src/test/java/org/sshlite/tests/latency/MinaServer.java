package org.sshlite.tests.latency;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/** MINA's server, which runs commands as processes. */
final class MinaServer {
  private MinaServer() {}

  /** Arguments: file of the host key, file of the user's key. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(new FileKeyPairProvider(Path.of(arguments[0])));
    server.setPublickeyAuthenticator(
        new AuthorizedKeysAuthenticator(Path.of(arguments[1] + ".pub")));
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    server.start();
    System.out.println(server.getPort());
    Thread.currentThread().join();
  }
}
