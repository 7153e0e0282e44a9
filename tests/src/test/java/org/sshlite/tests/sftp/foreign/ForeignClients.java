package org.sshlite.tests.sftp.foreign;

import java.util.function.Supplier;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Python;

/** Clients of others that move files. */
public final class ForeignClients {
  public static final ForeignFiles.Peer SFTP = target -> BatchFiles.sftp(target);
  public static final ForeignFiles.Peer PSFTP = target -> BatchFiles.psftp(target);
  public static final ForeignFiles.Peer CURL = CurlFiles::connect;
  public static final ForeignFiles.Peer JSCH = JschFiles::connect;
  public static final ForeignFiles.Peer MINA = MinaFiles::connect;
  public static final ForeignFiles.Peer SSHJ = SshjFiles::connect;
  public static final ForeignFiles.Peer PARAMIKO =
      script(() -> Python.script("sftp/paramiko_files.py"));
  public static final ForeignFiles.Peer ASYNCSSH =
      script(() -> Python.script("sftp/asyncssh_files.py"));

  private ForeignClients() {}

  /**
   * A script that is told a line for each thing to do, and answers with a line.
   *
   * @param script its arguments will be port, user, key and known_hosts
   */
  public static ForeignFiles.Peer script(Supplier<Program> script) {
    return ScriptFiles.of(script);
  }
}
