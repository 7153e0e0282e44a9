package org.sshlite.tests.latency;

import java.nio.file.Path;
import java.util.Locale;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.MinaServer;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Server;

/** A server. All are asked by the same client, our library in the benchmark's own process. */
enum Contender {
  SSHD_LITE,
  SSHD,
  MINA;

  /** That nobody waits at a door that is meant against strangers. */
  private static final String[] OPEN = {
    "MaxStartups 1000", "MaxSessions 1000", "LoginGraceTime 600", "LogLevel INFO"
  };

  Server start(Path folder) {
    return switch (this) {
      case SSHD_LITE -> LiteServer.start(folder, OPEN);
      case SSHD -> OpenSshServer.start(folder, OPEN);
      case MINA -> ProgramServer.start(MinaServer.program(), folder);
    };
  }

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
