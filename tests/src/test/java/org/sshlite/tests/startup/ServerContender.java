package org.sshlite.tests.startup;

import java.nio.file.Path;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.MinaServer;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/** A server that is started for one login. */
enum ServerContender {
  SSHD("sshd") {
    @Override
    Target prepare(Path folder) {
      return targetOf(OpenSshServer.start(folder));
    }

    @Override
    Program program(Target target) {
      // without its absolute path sshd does not run itself anew for a connection
      return Program.of(Peers.path("sshd"), "-D", "-e", "-f", configuration(target))
          .env(new Account(target.folder(), target.identity()).environment());
    }
  },

  SSHD_LITE("sshd-lite") {
    @Override
    Target prepare(Path folder) {
      return targetOf(LiteServer.start(folder));
    }

    @Override
    Program program(Target target) {
      return OurProgram.sshdLite("-D", "-e", "-p", "" + target.port(), "-f", configuration(target));
    }
  },

  SSHD_LITE_WITHOUT_CACHE("sshd-lite, no cache") {
    @Override
    Target prepare(Path folder) {
      return SSHD_LITE.prepare(folder);
    }

    @Override
    Program program(Target target) {
      return WithoutCache.of(SSHD_LITE.program(target));
    }
  },

  /** As an application embeds it: no configuration is read, no account looked up. */
  MINA_SSHD("MINA SSHD") {
    @Override
    Target prepare(Path folder) {
      return SSHD_LITE.prepare(folder);
    }

    @Override
    Program program(Target target) {
      return MinaServer.program()
          .with("" + target.port(), "" + target.folder().resolve("host_key"))
          .with("" + target.folder().resolve("authorized_keys"));
    }
  };

  private final String title;

  ServerContender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Makes what the server reads, keys above all, and finds it a port. */
  abstract Target prepare(Path folder);

  abstract Program program(Target target);

  /** A server that was started there once has left all that another start needs. */
  private static Target targetOf(Server server) {
    try (server) {
      return server.target();
    }
  }

  private static String configuration(Target target) {
    return target.folder().resolve("sshd_config").toString();
  }
}
