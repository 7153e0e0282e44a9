package org.sshlite.tests.mitm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;
import org.sshlite.tests.peer.OpenSshServer;

/**
 * A man in the middle who speaks SSH to both sides, and whose host key the client does not know.
 */
class ImpersonatedHostTest {
  /** Without this the other tests would prove nothing: the attack works on those who believe. */
  @Test
  void a_client_that_believes_the_wrong_key_is_read_and_served() throws IOException {
    try (LoopbackServer server = LoopbackServer.start();
        TerminatingProxy proxy = new TerminatingProxy(server.address(), server.hostKey());
        LoopbackClient client = client(proxy.hostKey())) {
      Channel channel = LoopbackClient.exec(client.logIn(proxy.address()), "cat");
      try (OutputStream out = channel.output()) {
        out.write("through the middle".getBytes(StandardCharsets.UTF_8));
      }

      assertThat(channel.input().readAllBytes()).asString().isEqualTo("through the middle");
      assertThat(proxy.seen())
          .containsExactly("user " + LoopbackClient.USER, "password " + LoopbackClient.PASSWORD);
    }
  }

  @Test
  void between_our_client_and_our_server_it_learns_nothing() throws InterruptedException {
    try (LoopbackServer server = LoopbackServer.start()) {
      assertRefused(server.address(), server.hostKey());
    }
  }

  @Test
  void between_our_client_and_OpenSSH_it_learns_nothing(@TempDir Path folder)
      throws InterruptedException {
    OpenSshServer.require();
    try (OpenSshServer server = OpenSshServer.start(folder)) {
      assertRefused(server.target().address(), server.target().hostKey());
    }
  }

  private static void assertRefused(InetSocketAddress server, PublicKey trueKey)
      throws InterruptedException {
    try (TerminatingProxy proxy = new TerminatingProxy(server, trueKey);
        LoopbackClient client = client(trueKey)) {
      assertThat(client.logIn(server).info().user()).isEqualTo(LoopbackClient.USER);

      Ending ending = client.failToLogIn(proxy.address());

      assertThat(ending.explain()).isEqualTo("this is not the host key we know");
      assertThat(proxy.endings().poll(60, TimeUnit.SECONDS))
          .isEqualTo(new Ending.Disconnected(9, "Host key verification failed"));
      assertThat(proxy.seen()).isEmpty();
    }
  }

  private static LoopbackClient client(PublicKey believed) {
    return new LoopbackClient(TransportOptions.defaults(), believed);
  }
}
