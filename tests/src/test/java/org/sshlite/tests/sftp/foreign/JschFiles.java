package org.sshlite.tests.sftp.foreign;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpATTRS;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sshlite.tests.peer.Target;

/** JSch. */
public final class JschFiles implements ForeignFiles {
  private final Session session;
  private final ChannelSftp files;

  private JschFiles(Session session, ChannelSftp files) {
    this.session = session;
    this.files = files;
  }

  public static ForeignFiles connect(Target target) throws Exception {
    JSch jsch = new JSch();
    jsch.setKnownHosts(target.knownHosts().toString());
    jsch.addIdentity(target.identity().file().toString());
    Session session = jsch.getSession(target.user(), Target.HOST, target.port());
    session.connect();
    ChannelSftp files = (ChannelSftp) session.openChannel("sftp");
    files.connect();
    return new JschFiles(session, files);
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
    return files.ls(folder).stream().map(ChannelSftp.LsEntry::getFilename).toList();
  }

  @Override
  public Optional<Attributes> stat(String path) throws Exception {
    SftpATTRS attributes = files.stat(path);
    return Optional.of(
        new Attributes(attributes.getSize(), Integer.toUnsignedLong(attributes.getMTime())));
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
    files.rmdir(path);
  }

  @Override
  public void close() {
    session.disconnect();
  }
}
