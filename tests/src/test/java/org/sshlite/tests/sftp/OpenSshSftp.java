package org.sshlite.tests.sftp;

import java.util.ArrayList;
import java.util.List;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshArguments;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** OpenSSH's sftp and scp, told how to log in. */
final class OpenSshSftp {
  private OpenSshSftp() {}

  /** sftp with a batch of commands. */
  static Program sftp(Target target, String commands) {
    return Program.of(Peers.path("sftp"), options(target))
        .with("-P", "" + target.port(), "-b", "-", target.user() + "@" + Target.HOST)
        .input(commands);
  }

  static Program scp(Target target, String... arguments) {
    return Program.of(Peers.path("scp"), options(target))
        .with("-P", "" + target.port())
        .with(arguments);
  }

  private static String[] options(Target target) {
    List<String> options = new ArrayList<>(OpenSshArguments.of(Login.to(target)));
    options.remove("-T"); // ssh's alone
    return options.toArray(String[]::new);
  }
}
