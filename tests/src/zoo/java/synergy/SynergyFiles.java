import com.sshtools.client.SshClient;
import com.sshtools.client.SshClient.SshClientBuilder;
import com.sshtools.client.sftp.SftpClient;
import com.sshtools.client.sftp.SftpClient.SftpClientBuilder;
import com.sshtools.client.sftp.SftpFile;
import com.sshtools.common.sftp.SftpFileAttributes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files by Maverick Synergy. */
public record SynergyFiles(SftpClient files) implements FileJob.Client {
  public static void main(String[] arguments) throws Exception {
    FileJob job = FileJob.of(arguments);
    SshClient client =
        SshClientBuilder.create()
            .withTarget(FileJob.HOST, job.port())
            .withUsername(job.user())
            // a third of that otherwise
            .withConnectTimeout(90_000)
            .onConfigure(
                context ->
                    context.setHostKeyVerification((host, key) -> isKnown(job, key.getEncoded())))
            .withPrivateKeyFile(job.key())
            .build();
    // it takes ISO 8859-1 for the names of version 3 by itself
    FileJob.run(
        new SynergyFiles(
            SftpClientBuilder.create().withClient(client).withCharset("UTF-8").build()));
  }

  private static boolean isKnown(FileJob job, byte[] blob) {
    try {
      return job.isKnown(blob);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void makeFolder(String path) throws Exception {
    files.mkdir(path);
  }

  @Override
  public void put(Path local, String remote) throws Exception {
    files.put(local.toString(), remote);
  }

  @Override
  public void get(String remote, Path local) throws Exception {
    files.get(remote, local.toString());
  }

  @Override
  public List<String> names(String folder) throws Exception {
    return Stream.of(files.ls(folder)).map(SftpFile::getFilename).toList();
  }

  @Override
  public FileJob.Attributes stat(String path) throws Exception {
    SftpFileAttributes attributes = files.stat(path);
    return new FileJob.Attributes(
        attributes.size().longValue(), attributes.lastModifiedTime().toInstant().getEpochSecond());
  }

  @Override
  public void rename(String from, String to) throws Exception {
    files.rename(from, to);
  }

  @Override
  public void symlink(String target, String link) throws Exception {
    files.symlink(target, link);
  }

  @Override
  public void remove(String path) throws Exception {
    files.rm(path);
  }

  @Override
  public void removeFolder(String path) throws Exception {
    files.rm(path);
  }
}
