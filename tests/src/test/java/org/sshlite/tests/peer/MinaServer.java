package org.sshlite.tests.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/** Apache MINA SSHD's server as a program, with its own defaults; it runs commands as processes. */
public final class MinaServer {
  private MinaServer() {}

  /** The program, still without its arguments. */
  public static Program program() {
    return Program.of(Path.of(System.getProperty("java.home"), "bin", "java"))
        .with("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"))
        .with(MinaServer.class.getName());
  }

  /**
   * Says its port. Arguments: port, 0 for a free one; file of the host key; file of the keys that
   * it lets in.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost(Target.HOST);
    server.setPort(Integer.parseInt(arguments[0]));
    server.setKeyPairProvider(new FileKeyPairProvider(Path.of(arguments[1])));
    server.setPublickeyAuthenticator(new AuthorizedKeysAuthenticator(Path.of(arguments[2])));
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    server.start();
    System.out.println(server.getPort());
    // it serves until it is killed
    new CountDownLatch(1).await();
  }
}
