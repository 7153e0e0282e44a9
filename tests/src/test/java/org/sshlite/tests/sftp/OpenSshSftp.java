package org.sshlite.tests.sftp;

import java.util.ArrayList;
import java.util.List;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshArguments;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** OpenSSH's sftp, told how to log in. */
public final class OpenSshSftp {
  private OpenSshSftp() {}

  /** sftp with a batch of commands. */
  static Program sftp(Target target, String commands) {
    return sftp(target, "sftp", commands);
  }

  static Program sftp(Target target, String subsystem, String commands) {
    return Program.of(Peers.path("sftp"), options(target))
        .with("-P", "" + target.port(), "-s", subsystem, "-b", "-")
        .with(target.user() + "@" + Target.HOST)
        .input(commands);
  }

  /** Arguments that it, and others of OpenSSH that copy, log in by. */
  public static String[] options(Target target) {
    List<String> options = new ArrayList<>(OpenSshArguments.of(Login.to(target)));
    options.remove("-T"); // ssh's alone
    return options.toArray(String[]::new);
  }
}
