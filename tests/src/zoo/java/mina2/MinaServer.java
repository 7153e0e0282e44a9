import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A server on Apache MINA SSHD: it runs commands as processes, on pipes, and serves files. */
public final class MinaServer {
  public static void main(String[] arguments) throws Exception {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    FileKeyPairProvider hostKey = new FileKeyPairProvider(Path.of(System.getenv("ZOO_HOST_KEY")));
    hostKey.setPasswordFinder(FilePasswordProvider.EMPTY);
    server.setKeyPairProvider(hostKey);
    String user = System.getenv("ZOO_USER");
    String secret = System.getenv("ZOO_PASSWORD");
    server.setPasswordAuthenticator(
        (name, password, session) -> name.equals(user) && password.equals(secret));
    Path authorized = Path.of(System.getenv("ZOO_AUTHORIZED_KEYS"));
    server.setPublickeyAuthenticator(new AuthorizedKeysAuthenticator(authorized));
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    String rekey = System.getenv("ZOO_REKEY");
    if (rekey != null) {
      CoreModuleProperties.REKEY_BYTES_LIMIT.set(server, Long.parseLong(rekey));
    }
    server.start();
    System.out.println(server.getPort());
    // it serves until it is killed
    new CountDownLatch(1).await();
  }
}
