package org.sshlite.tests.transfer;

import java.nio.file.Path;
import java.util.Locale;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Server;

/** A client with a server. */
public enum Contender {
  SSH_LITE_WITH_SSHD_LITE(Client.SSH_LITE, true),
  SSH_WITH_SSHD_LITE(Client.SSH, true),
  SSH_LITE_WITH_SSHD(Client.SSH_LITE, false),
  SSH_WITH_SSHD(Client.SSH, false);

  private final Client client;
  private final boolean toOurServer;

  Contender(Client client, boolean toOurServer) {
    this.client = client;
    this.toOurServer = toOurServer;
  }

  public Client client() {
    return client;
  }

  public boolean isOurClient() {
    return client == Client.SSH_LITE;
  }

  public boolean isOurServer() {
    return toOurServer;
  }

  public Server start(Path folder) {
    return toOurServer ? LiteServer.start(folder) : OpenSshServer.start(folder);
  }

  public String title() {
    return name().toLowerCase(Locale.ROOT).replace("_lite", "-lite").replace('_', ' ');
  }
}
