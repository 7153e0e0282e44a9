package org.sshlite.tests.zoo;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.sshlite.tests.peer.DropbearServer;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Server;

/** Starts a foreign server. */
interface ServerDriver {
  /** About where a server asks for new keys, where it is to. */
  int REKEY_BYTES = 1_000_000;

  /**
   * @param user the keys that it lets in
   * @param rekeys it is to ask for new keys, every {@value #REKEY_BYTES} bytes
   */
  Server start(Path folder, Keys user, boolean rekeys);

  /** Whether it runs commands; who does not serves files, and is asked by ssh-lite-sftp. */
  default boolean runsCommands() {
    return true;
  }

  static ServerDriver openSsh() {
    return (folder, user, rekeys) -> {
      String rekey = rekeys ? "RekeyLimit 1M" : "";
      return authorizing(user, OpenSshServer.start(folder, "Subsystem sftp internal-sftp", rekey));
    };
  }

  static ServerDriver dropbear() {
    return (folder, user, _) -> authorizing(user, DropbearServer.start(folder));
  }

  static ServerDriver tiny() {
    return (_, user, _) -> authorizing(user, TinySshServer.start());
  }

  static ServerDriver proftpd() {
    return new ServerDriver() {
      @Override
      public Server start(Path folder, Keys user, boolean rekeys) {
        return ProftpdServer.start(folder, user, rekeys);
      }

      @Override
      public boolean runsCommands() {
        return false;
      }
    };
  }

  /** One of the programs under {@code src/zoo}. */
  static ServerDriver of(Supplier<Program> built) {
    return (folder, user, rekeys) -> BuiltServer.start(built.get(), folder, user, rekeys);
  }

  private static Server authorizing(Keys user, Server server) {
    user.authorized(server.target().folder().resolve("home/.ssh/authorized_keys"));
    return server;
  }
}
