package org.sshlite.tests.interop;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.DropbearServer;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Server;

/** A client and a server, at least one of them ours. */
enum Pair {
  SSH_TO_SSHD_LITE(Client.SSH),
  DBCLIENT_TO_SSHD_LITE(Client.DBCLIENT),
  PLINK_TO_SSHD_LITE(Client.PLINK),
  SSH_LITE_TO_SSHD_LITE(Client.SSH_LITE),
  SSH_LITE_TO_SSHD(Client.SSH_LITE),
  SSH_LITE_TO_DROPBEAR(Client.SSH_LITE);

  private final Client client;

  Pair(Client client) {
    this.client = client;
  }

  Client client() {
    return client;
  }

  /** Programs of others meet ours in the zoo: here by {@code -P whole} alone. */
  static Stream<Pair> few() {
    return few(values());
  }

  /** As {@link #few()}, of these. */
  static Stream<Pair> few(Pair... pairs) {
    return Stream.of(pairs).filter(pair -> !pair.isOfOthers() || Boolean.getBoolean("whole"));
  }

  private boolean isOfOthers() {
    return client == Client.DBCLIENT || client == Client.PLINK || this == SSH_LITE_TO_DROPBEAR;
  }

  /** Skips the test if one of the programs is not there. */
  void require() {
    client.require();
    switch (this) {
      case SSH_LITE_TO_SSHD -> OpenSshServer.require();
      case SSH_LITE_TO_DROPBEAR -> DropbearServer.require();
      default -> {}
    }
  }

  /**
   * Starts the server.
   *
   * @param configuration lines of sshd_config, for those that have one
   */
  Server start(Path folder, String... configuration) {
    return switch (this) {
      case SSH_LITE_TO_SSHD -> OpenSshServer.start(folder, configuration);
      case SSH_LITE_TO_DROPBEAR -> DropbearServer.start(folder);
      default -> LiteServer.start(folder, configuration);
    };
  }

  /** Pairs with the same server share one. */
  Class<? extends Server> serverType() {
    return switch (this) {
      case SSH_LITE_TO_SSHD -> OpenSshServer.class;
      case SSH_LITE_TO_DROPBEAR -> DropbearServer.class;
      default -> LiteServer.class;
    };
  }
}
