package org.sshlite.tests.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.tests.loopback.LoopbackClient;

/** Logs in with our client, and sends bytes through {@code cat} before and after new keys. */
final class EchoLogin {
  /** Enough to fill some blocks of every cipher, and to be worth compressing. */
  private static final String TEXT = "a few bytes ".repeat(40);

  private EchoLogin() {}

  static void assertPasses(
      Algorithms algorithms, InetSocketAddress address, PublicKey hostKey, Signer userKey)
      throws IOException {
    try (LoopbackClient client = new LoopbackClient(algorithms.clientOptions(), hostKey, userKey)) {
      Connection connection = client.logIn(address);
      Channel channel = LoopbackClient.exec(connection, "cat");

      assertThat(echo(channel)).isEqualTo(TEXT);
      connection.rekey();
      assertThat(echo(channel)).isEqualTo(TEXT);

      assertThat(connection.keyExchanges()).isEqualTo(2);
      assertThat(connection.negotiated()).matches(algorithms::matches);
      connection.disconnect("done");
      LoopbackClient.await(connection.ended());
    }
  }

  private static String echo(Channel channel) throws IOException {
    byte[] sent = TEXT.getBytes(StandardCharsets.UTF_8);
    channel.output().write(sent);
    channel.output().flush();
    return new String(channel.input().readNBytes(sent.length), StandardCharsets.UTF_8);
  }
}
