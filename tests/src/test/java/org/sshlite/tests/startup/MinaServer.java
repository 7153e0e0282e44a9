package org.sshlite.tests.startup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** Apache MINA SSHD's server as a program, with its own defaults. */
public final class MinaServer {
  private MinaServer() {}

  static Program program(Target target) {
    return Program.of(Path.of(System.getProperty("java.home"), "bin", "java"))
        .with("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"))
        .with(MinaServer.class.getName(), "" + target.port())
        .with("" + target.folder().resolve("host_key"))
        .with("" + target.folder().resolve("authorized_keys"));
  }

  /** Arguments: port, file of the host key, file of the keys that it lets in. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost(Target.HOST);
    server.setPort(Integer.parseInt(arguments[0]));
    server.setKeyPairProvider(new FileKeyPairProvider(Path.of(arguments[1])));
    server.setPublickeyAuthenticator(new AuthorizedKeysAuthenticator(Path.of(arguments[2])));
    server.start();
    // it serves until it is killed
    new CountDownLatch(1).await();
  }
}
