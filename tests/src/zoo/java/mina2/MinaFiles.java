import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** Files by Apache MINA SSHD, of the second line and of the third. */
public record MinaFiles(SftpClient files) implements FileJob.Client {
  public static void main(String[] arguments) throws Exception {
    FileJob job = FileJob.of(arguments);
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(
        new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, job.knownHosts()));
    client.setFilePasswordProvider(FilePasswordProvider.EMPTY);
    // a quarter of that otherwise
    SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, Duration.ofMinutes(1));
    client.start();
    ClientSession session =
        client.connect(job.user(), FileJob.HOST, job.port()).verify().getClientSession();
    session.setKeyIdentityProvider(new FileKeyPairProvider(job.key()));
    session.auth().verify();
    FileJob.run(new MinaFiles(SftpClientFactory.instance().createSftpClient(session)));
  }

  @Override
  public void makeFolder(String path) throws IOException {
    files.mkdir(path);
  }

  @Override
  public void put(Path local, String remote) throws IOException {
    try (OutputStream out = files.write(remote)) {
      Files.copy(local, out);
    }
  }

  @Override
  public void get(String remote, Path local) throws IOException {
    try (InputStream in = files.read(remote)) {
      Files.copy(in, local);
    }
  }

  @Override
  public List<String> names(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    files.readDir(folder).forEach(entry -> names.add(entry.getFilename()));
    return names;
  }

  @Override
  public FileJob.Attributes stat(String path) throws IOException {
    SftpClient.Attributes attributes = files.stat(path);
    return new FileJob.Attributes(
        attributes.getSize(), attributes.getModifyTime().toInstant().getEpochSecond());
  }

  @Override
  public void rename(String from, String to) throws IOException {
    files.rename(from, to);
  }

  @Override
  public void symlink(String target, String link) throws IOException {
    files.symLink(link, target);
  }

  @Override
  public void remove(String path) throws IOException {
    files.remove(path);
  }

  @Override
  public void removeFolder(String path) throws IOException {
    files.rmdir(path);
  }
}
