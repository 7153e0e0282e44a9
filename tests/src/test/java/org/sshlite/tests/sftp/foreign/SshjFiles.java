package org.sshlite.tests.sftp.foreign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.RemoteResourceInfo;
import net.schmizz.sshj.sftp.SFTPClient;
import org.sshlite.tests.peer.Target;

/** sshj. */
record SshjFiles(SSHClient client, SFTPClient sftp) implements ForeignFiles {
  static SshjFiles connect(Target target) throws IOException {
    SSHClient client = new SSHClient();
    client.loadKnownHosts(target.knownHosts().toFile());
    client.connect(Target.HOST, target.port());
    client.authPublickey(target.user(), target.identity().file().toString());
    return new SshjFiles(client, client.newSFTPClient());
  }

  @Override
  public void makeFolder(String path) throws IOException {
    sftp.mkdir(path);
  }

  @Override
  public void put(Path local, String remote) throws IOException {
    sftp.put(local.toString(), remote);
  }

  @Override
  public void get(String remote, Path local) throws IOException {
    sftp.get(remote, local.toString());
  }

  @Override
  public List<String> names(String folder) throws IOException {
    return sftp.ls(folder).stream().map(RemoteResourceInfo::getName).toList();
  }

  @Override
  public Optional<Attributes> stat(String path) throws IOException {
    FileAttributes told = sftp.stat(path);
    return Optional.of(new Attributes(told.getSize(), told.getMtime()));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    sftp.rename(from, to);
  }

  /** It calls the first the link, and sends it first to everybody; for OpenSSH it is the target. */
  @Override
  public void symlink(String target, String link) throws IOException {
    sftp.symlink(target, link);
  }

  @Override
  public void remove(String path) throws IOException {
    sftp.rm(path);
  }

  @Override
  public void removeFolder(String path) throws IOException {
    sftp.rmdir(path);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
