package org.sshlite.tests.sftp.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.sshlite.tests.peer.Target;

/** Apache MINA SSHD's client. */
public final class MinaFiles implements ForeignFiles {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final SshClient client;
  private final SftpClient files;

  private MinaFiles(SshClient client, SftpClient files) {
    this.client = client;
    this.files = files;
  }

  public static ForeignFiles connect(Target target) throws Exception {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(
        new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, target.knownHosts()));
    client.setKeyIdentityProvider(new FileKeyPairProvider(target.identity().file()));
    SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, PATIENCE);
    client.start();
    ClientSession session =
        client
            .connect(target.user(), Target.HOST, target.port())
            .verify(PATIENCE)
            .getClientSession();
    session.auth().verify(PATIENCE);
    return new MinaFiles(client, SftpClientFactory.instance().createSftpClient(session));
  }

  @Override
  public void makeFolder(String path) throws Exception {
    files.mkdir(path);
  }

  @Override
  public void put(Path local, String remote) throws Exception {
    try (OutputStream out = files.write(remote)) {
      Files.copy(local, out);
    }
  }

  @Override
  public void get(String remote, Path local) throws Exception {
    try (InputStream in = files.read(remote)) {
      Files.copy(in, local);
    }
  }

  @Override
  public List<String> names(String folder) throws Exception {
    List<String> names = new ArrayList<>();
    files.readDir(folder).forEach(entry -> names.add(entry.getFilename()));
    return names;
  }

  @Override
  public Optional<Attributes> stat(String path) throws Exception {
    SftpClient.Attributes told = files.stat(path);
    return Optional.of(new Attributes(told.getSize(), told.getModifyTime().to(TimeUnit.SECONDS)));
  }

  @Override
  public void rename(String from, String to) throws Exception {
    files.rename(from, to);
  }

  @Override
  public void symlink(String target, String link) throws Exception {
    files.symLink(link, target);
  }

  @Override
  public void remove(String path) throws Exception {
    files.remove(path);
  }

  @Override
  public void removeFolder(String path) throws Exception {
    files.rmdir(path);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
