package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.PtyMode;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.AcceptAllPublickeyAuthenticator;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.peer.Terminal;

/** A terminal that gets another size while its pty is still asked for. */
class EarlyResizeTest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final BlockingQueue<String> sizes = new LinkedBlockingQueue<>();

  /** Answers pty-req when it is told to. */
  private final class SlowSession extends ChannelSession {
    @Override
    protected RequestHandler.Result handlePtyReqParsed(
        String term, int columns, int rows, int width, int height, Map<PtyMode, Integer> modes)
        throws IOException {
      sizes.add(columns + "x" + rows);
      asked.countDown();
      try {
        answer.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return super.handlePtyReqParsed(term, columns, rows, width, height, modes);
    }

    @Override
    protected RequestHandler.Result handleWindowChangeParsed(
        int columns, int rows, int width, int height) throws IOException {
      sizes.add(columns + "x" + rows);
      return super.handleWindowChangeParsed(columns, rows, width, height);
    }
  }

  @Test
  void its_last_size_is_told(@TempDir Path folder) throws Exception {
    Terminal.require();
    KeyPair hostKey = KeyPair.create(folder.resolve("host"));
    try (SshServer server = SshServer.setUpDefaultServer()) {
      server.setHost(Target.HOST);
      server.setKeyPairProvider(new FileKeyPairProvider(hostKey.file()));
      server.setPublickeyAuthenticator(AcceptAllPublickeyAuthenticator.INSTANCE);
      server.setShellFactory(new ProcessShellFactory("cat", "cat"));
      server.setChannelFactories(
          List.of(
              new ChannelSessionFactory() {
                @Override
                public Channel createChannel(Session session) {
                  return new SlowSession();
                }
              }));
      server.start();
      Target target =
          new Target(
              "alice",
              server.getPort(),
              hostKey.publicKey(),
              KeyPair.create(folder.resolve("key")),
              "no password",
              folder);
      try (Terminal terminal =
          Terminal.open(folder, 90, 20, Login.to(target).pty().by(Client.SSH_LITE))) {
        assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
        terminal.resize(70, 15);
        // tmux sets the size once it has done what it was told
        terminal.screen();
        answer.countDown();

        assertThat(sizes.poll(1, TimeUnit.MINUTES)).isEqualTo("90x20");
        assertThat(sizes.poll(1, TimeUnit.MINUTES)).isEqualTo("70x15");
      }
    }
  }
}
