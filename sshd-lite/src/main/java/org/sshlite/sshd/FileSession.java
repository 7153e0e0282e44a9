package org.sshlite.sshd;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.sftp.server.SessionLog;
import org.sshlite.sftp.server.SftpServer;
import org.sshlite.sftp.server.UserHandles;
import org.sshlite.sftp.wire.SymlinkOrder;

/** An application's files behind one session channel. */
record FileSession(Channel channel, String user, FilesApplication application) {
  private static final Logger LOG = System.getLogger("sshd");

  /** Another application's user of that name is somebody else. */
  private record User(FilesApplication application, String name) {}

  /** Serves them to the session's end, on this thread. */
  int run() throws IOException {
    SessionLog log =
        new SessionLog(
            Level.ERROR,
            (level, line) -> LOG.log(level, "sftp of " + Printable.line(user) + ": " + line));
    SessionFiles files = application.open(user);
    try (var open = files.files()) {
      return SftpServer.serve(
          channel.input(),
          channel.output(),
          open,
          files.permissions(),
          SymlinkOrder.ofClient(channel.peer().software()),
          log,
          UserHandles.of(new User(application, user)));
    }
  }
}
