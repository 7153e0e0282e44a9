package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;
import org.sshlite.sshd.session.SessionRules;
import org.sshlite.sshd.session.SystemSession;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;

/**
 * A signal that is handled only when the channel is closed already. Who writes when his signal has
 * come may find that nobody reads, as with sshd: this one does not.
 */
@Timeout(120)
class SignalBeforeCloseTest {
  private static final ConnectionEnds ENDS =
      new ConnectionEnds("localhost", "127.0.0.1", 1, "127.0.0.1", 2);

  @TempDir private Path folder;

  @Test
  void a_signal_is_not_overtaken_by_the_CLOSE_behind_it() throws Exception {
    Path heard = folder.resolve("heard");
    try (LoopbackServer server = LoopbackServer.start(SignalBeforeCloseTest::slow);
        LoopbackClient client = new LoopbackClient(TransportOptions.defaults(), server.hostKey())) {
      Channel channel =
          LoopbackClient.exec(
              client.logIn(server.address()),
              "trap 'echo TERM > %s; exit' TERM; echo ready; sleep 600 & wait".formatted(heard));
      assertThat(channel.input().readNBytes(6)).asString().isEqualTo("ready\n");
      channel.send(new SessionRequest.Signal("TERM"));
      channel.close();

      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> Files.exists(heard) && Files.size(heard) > 0);
    }
  }

  private static ChannelHandler slow(Channel channel) {
    SystemSession session =
        new SystemSession(
            channel, SessionRules.plain("alice"), Account.current().orElseThrow(), ENDS);
    return new ChannelHandler() {
      @Override
      public boolean request(SessionRequest request) {
        if (request instanceof SessionRequest.Signal) {
          await().until(channel::isClosedByPeer);
        }
        return session.request(request);
      }

      @Override
      public void closed() {
        session.closed();
      }
    };
  }
}
