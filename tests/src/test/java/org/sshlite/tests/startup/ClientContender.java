package org.sshlite.tests.startup;

import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** A client that runs one command and ends. */
enum ClientContender {
  SSH("ssh", Client.SSH),
  SSH_LITE("ssh-lite", Client.SSH_LITE),
  SSH_LITE_WITHOUT_CACHE("ssh-lite, no cache", Client.SSH_LITE);

  private final String title;
  private final Client client;

  ClientContender(String title, Client client) {
    this.title = title;
    this.client = client;
  }

  String title() {
    return title;
  }

  Program runTrue(Target target) {
    Program program = Login.to(target).command("true").by(client);
    return this == SSH_LITE_WITHOUT_CACHE ? WithoutCache.of(program) : program;
  }
}
