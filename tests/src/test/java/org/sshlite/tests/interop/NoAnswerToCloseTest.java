package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Target;

/** A server that refuses to run anything, and never answers a CLOSE. */
@Timeout(120)
class NoAnswerToCloseTest {
  @TempDir Path folder;

  @Test
  void a_client_whose_command_is_refused_ends_at_once() throws IOException {
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    KeyPair identity = KeyPair.create(folder.resolve("identity"));
    try (SshServer server = start(hostKey)) {
      Target target =
          new Target("alice", server.getPort(), hostKey.publicKey(), identity, "", folder);
      Finished finished = Login.to(target).command("true").by(Client.SSH_LITE).run();

      assertThat(finished.errors()).contains("exec request failed on channel 0");
      assertThat(finished.status()).isEqualTo(255);
    }
  }

  private static SshServer start(KeyPair hostKey) throws IOException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost(Target.HOST);
    server.setPort(0);
    server.setKeyPairProvider(new FileKeyPairProvider(hostKey.file()));
    server.setPublickeyAuthenticator((_, _, _) -> true);
    server.setChannelFactories(
        List.of(
            new ChannelSessionFactory() {
              @Override
              public Channel createChannel(Session session) {
                return new ChannelSession() {
                  @Override
                  public void handleClose() {}
                };
              }
            }));
    server.start();
    return server;
  }
}
